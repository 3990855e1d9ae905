using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Observing;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class TaskTracesTests
{
    private static readonly Guid Submission = Guid.Parse("0198c2a0-0000-7000-8000-00000000000b");

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.001, 70, 130)]
    [InlineData(0.5, 49_000, 51_000)]
    [InlineData(1, 100_000, 100_000)]
    public void The_share_of_tasks_that_is_asked_for_is_traced(double share, int fewest, int most) =>
        Assert.InRange(Enumerable.Range(0, 100_000).Count(index => TaskTraces.IsSampled(new TaskKey(Submission, index), share)), fewest, most);

    [Fact]
    public void Submissions_of_one_task_each_are_sampled_as_well()
    {
        var first = Guid.CreateVersion7();
        Span<byte> bytes = stackalloc byte[16];
        var taken = 0;
        for (var n = 0; n < 100_000; n++)
        {
            first.TryWriteBytes(bytes);
            BitConverter.TryWriteBytes(bytes[8..], (long)n);
            taken += TaskTraces.IsSampled(new TaskKey(new Guid(bytes), 0), 0.1) ? 1 : 0;
        }

        Assert.InRange(taken, 9_500, 10_500);
    }

    [Fact]
    public void A_larger_share_has_the_tasks_of_a_smaller_one() => Assert.All(
        Enumerable.Range(0, 10_000).Select(static index => new TaskKey(Submission, index)).Where(static key => TaskTraces.IsSampled(key, 0.01)),
        static key => Assert.True(TaskTraces.IsSampled(key, 0.02)));
}
