using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Tests.Communication;

public sealed class ArgumentTests
{
    public static TheoryData<string, Func<ICommunicator, int, Task>> WithRank => new()
    {
        { "to", static (rank, wrong) => rank.SendAsync(1, wrong) },
        { "to", static (rank, wrong) => rank.SendAsync(new int[1].AsMemory(), wrong) },
        { "from", static (rank, wrong) => rank.ReceiveAsync<int>(wrong) },
        { "from", static (rank, wrong) => rank.ReceiveAsync(new int[1].AsMemory(), wrong) },
        { "root", static (rank, wrong) => rank.BroadcastAsync(1, wrong) },
        { "root", static (rank, wrong) => rank.ScatterAsync([1, 2, 3], wrong) },
        { "root", static (rank, wrong) => rank.GatherAsync(1, wrong) },
        { "root", static (rank, wrong) => rank.ReduceAsync(1, static (left, right) => left + right, wrong) },
    };

    [Theory]
    [MemberData(nameof(WithRank))]
    public async Task A_rank_that_does_not_exist_is_named_with_those_that_do(string parameter, Func<ICommunicator, int, Task> operation)
    {
        using var network = new RankNetwork(3);
        foreach (var wrong in new[] { -1, 3 })
        {
            var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => operation(network[0], wrong));
            Assert.Equal(parameter, error.ParamName);
            Assert.Contains($"there is no rank {wrong}; the ranks are 0 to 2", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_negative_tag_is_refused()
    {
        using var network = new RankNetwork(2);
        foreach (var operation in (Func<Task>[])
            [
                () => network[0].SendAsync(1, 1, tag: -1),
                () => network[0].SendAsync(new int[1].AsMemory(), 1, tag: -1),
                () => network[0].ReceiveAsync<int>(1, tag: -1),
                () => network[0].ReceiveAsync(new int[1].AsMemory(), 1, tag: -1),
            ])
        {
            var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(operation);
            Assert.Contains("the tag -1 is negative; tags are 0 to 2147483647", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task There_must_be_a_value_for_each_rank()
    {
        using var network = new RankNetwork(3);
        foreach (var operation in (Func<Task>[])[() => network[0].ScatterAsync([1, 2], 0), () => network[0].AllToAllAsync([1, 2])])
        {
            Assert.Contains("2 values for 3 ranks", (await Assert.ThrowsAsync<ArgumentException>(operation)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_value_that_cannot_be_transferred_is_an_error_of_the_sender()
    {
        using var network = new RankNetwork(2);
        await Assert.ThrowsAsync<NotSupportedException>(() => network[0].SendAsync<Action>(static () => { }, 1));
        await network[0].SendAsync("next", 1);
        Assert.Equal("next", await network[1].ReceiveAsync<string>(0));
    }
}
