namespace ScaleMs.Actors.Worker.Tests.Communication;

public sealed class SplitTests
{
    [Fact]
    public async Task Ranks_of_a_color_are_ordered_by_their_keys()
    {
        using var network = new RankNetwork(7);
        var parts = await network.RunAsync(static async rank =>
        {
            var part = await rank.SplitAsync(rank.Rank % 2, -rank.Rank);
            return (part!.Rank, part.Size, string.Join(' ', await part.AllGatherAsync(rank.Rank)));
        });
        Assert.Equal([(3, 4, "6 4 2 0"), (2, 3, "5 3 1"), (2, 4, "6 4 2 0"), (1, 3, "5 3 1"), (1, 4, "6 4 2 0"), (0, 3, "5 3 1"), (0, 4, "6 4 2 0")], parts);
    }

    [Fact]
    public async Task Equal_keys_keep_the_order_and_a_rank_without_color_is_in_none()
    {
        using var network = new RankNetwork(4);
        var parts = await network.RunAsync(static async rank =>
        {
            var part = await rank.SplitAsync(rank.Rank == 1 ? null : 0);
            return part is null ? "none" : string.Join(' ', await part.AllGatherAsync(rank.Rank));
        });
        Assert.Equal(["0 2 3", "none", "0 2 3", "0 2 3"], parts);
    }

    [Fact]
    public async Task Messages_of_different_splits_do_not_mix()
    {
        using var network = new RankNetwork(2);
        await network.RunAsync(static async rank =>
        {
            var (first, second) = (await rank.SplitAsync(0), await rank.SplitAsync(0, -rank.Rank));
            var inner = await first!.SplitAsync(0);
            if (rank.Rank == 0)
            {
                await rank.SendAsync("task", 1);
                await first.SendAsync("first", 1);
                await second!.SendAsync("second", 0);
                await inner!.SendAsync("inner", 1);
            }
            else
            {
                Assert.Equal("inner", await inner!.ReceiveAsync<string>(0));
                Assert.Equal("second", await second!.ReceiveAsync<string>(1));
                Assert.Equal("first", await first.ReceiveAsync<string>(0));
                Assert.Equal("task", await rank.ReceiveAsync<string>(0));
            }
        });
    }

    [Fact]
    public async Task Splits_at_the_same_time_do_not_mix()
    {
        using var network = new RankNetwork(3);
        await network.RunAsync(static async rank =>
        {
            var parts = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => rank.SplitAsync(0)));
            var sums = parts.Select((part, i) => part!.AllReduceAsync(i, static (left, right) => left + right));
            Assert.Equal(Enumerable.Range(0, 20).Select(static i => 3 * i), await Task.WhenAll(sums));
        });
    }
}
