using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Tasks;

public sealed class ErrorKindsTests
{
    [Theory]
    [InlineData(ErrorKind.OutOfMemory, "out_of_memory")]
    [InlineData(ErrorKind.OutOfDisk, "out_of_disk")]
    public void What_has_used_too_much_runs_again_for_the_same_cause_as_what_has_crashed(ErrorKind kind, string name)
    {
        Assert.Equal(name, ErrorKinds.NameOf(kind));
        Assert.Equal(RetryCause.Crash, ErrorKinds.RetryCauseOf(kind));
    }
}
