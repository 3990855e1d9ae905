using ScaleMs.Actors.Examples.Ensemble;

namespace ScaleMs.Actors.Examples.Tests.Ensemble;

public class EnsembleArgumentsTests
{
    [Fact]
    public void Without_arguments_the_file_beside_the_program_is_run_on_all_cores() =>
        Assert.Equal(new EnsembleArguments(EnsembleArguments.DefaultFile, Environment.ProcessorCount), EnsembleArguments.Parse([]));

    [Fact]
    public void File_and_slots_can_be_given() =>
        Assert.Equal(new EnsembleArguments("my.jsonl", 3), EnsembleArguments.Parse(["--slots", "3", "my.jsonl"]));

    [Fact]
    public void Help_is_no_run() => Assert.Null(EnsembleArguments.Parse(["--help"]));

    [Theory]
    [InlineData("--slots takes a number of 1 or more, not [0]", "--slots", "0")]
    [InlineData("--slots takes a number of 1 or more, not []", "--slots")]
    [InlineData("unknown option [--slot]; known: --slots, --help", "--slot")]
    [InlineData("one file, please: [a] or [b]", "a", "b")]
    public void What_has_no_meaning_is_named(string expected, params string[] args) =>
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => EnsembleArguments.Parse(args)).Message);
}
