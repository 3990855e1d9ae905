using System.Globalization;

namespace ScaleMs.Actors.Worker.Tests.Communication;

public sealed class CollectiveTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 4, 7];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task No_rank_leaves_a_barrier_before_all_have_come(int size)
    {
        using var network = new RankNetwork(size);
        var come = 0;
        await network.RunAsync(async rank =>
        {
            for (var round = 1; round <= 20; round++)
            {
                Interlocked.Increment(ref come);
                await rank.BarrierAsync();
                Assert.InRange(Volatile.Read(ref come), round * size, int.MaxValue);
                await rank.BarrierAsync();
            }
        });
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Every_rank_gets_the_value_of_the_root(int size)
    {
        using var network = new RankNetwork(size);
        for (var root = 0; root < size; root++)
        {
            var text = new string((char)('a' + root), 1 + (root * 200_000));
            Assert.All(await network.RunAsync(rank => rank.BroadcastAsync(rank.Rank == root ? text : "", root)), value => Assert.Equal(text, value));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Scattered_values_are_gathered_in_the_order_of_the_ranks(int size)
    {
        using var network = new RankNetwork(size);
        for (var root = 0; root < size; root++)
        {
            string[] values = [.. Enumerable.Range(0, size).Select(i => new string('x', i * 150_000) + i)];
            var gathered = await network.RunAsync(async rank =>
            {
                var own = await rank.ScatterAsync(rank.Rank == root ? values : null, root);
                Assert.Equal(values[rank.Rank], own);
                return await rank.GatherAsync(own, root);
            });
            Assert.All(gathered, (list, rank) => Assert.Equal(rank == root ? values : null, list));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task All_ranks_get_the_values_of_all(int size)
    {
        using var network = new RankNetwork(size);
        var lists = await network.RunAsync(static rank => rank.AllGatherAsync(new string('y', rank.Rank * 150_000) + rank.Rank));
        Assert.All(lists, list => Assert.Equal(Enumerable.Range(0, size).Select(static i => new string('y', i * 150_000) + i), list));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task All_ranks_exchange_values_with_all(int size)
    {
        using var network = new RankNetwork(size);
        var padding = new string('z', 300_000);
        var lists = await network.RunAsync(rank => rank.AllToAllAsync([.. Enumerable.Range(0, size).Select(to => $"{padding}{rank.Rank} to {to}")]));
        Assert.All(lists, (list, to) => Assert.Equal(Enumerable.Range(0, size).Select(from => $"{padding}{from} to {to}"), list));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task An_operation_that_does_not_commute_is_applied_in_the_order_of_the_ranks(int size)
    {
        using var network = new RankNetwork(size);
        var expected = string.Concat(Enumerable.Range(0, size));
        var all = await network.RunAsync(static rank => rank.AllReduceAsync(Text(rank.Rank), string.Concat));
        Assert.All(all, value => Assert.Equal(expected, value));
        for (var root = 0; root < size; root++)
        {
            var one = await network.RunAsync(rank => rank.ReduceAsync(Text(rank.Rank), string.Concat, root));
            Assert.All(one, (value, rank) => Assert.Equal(rank == root ? expected : null, value));
        }
    }

    [Fact]
    public async Task An_operation_may_change_its_operands()
    {
        using var network = new RankNetwork(7);
        var lists = await network.RunAsync(static rank => rank.AllReduceAsync(new List<int> { rank.Rank }, static (left, right) =>
        {
            left.AddRange(right);
            return left;
        }));
        Assert.All(lists, static list => Assert.Equal(Enumerable.Range(0, 7), list));
    }

    [Fact]
    public async Task Pending_collective_operations_do_not_mix()
    {
        using var network = new RankNetwork(4);
        await network.RunAsync(static async rank =>
        {
            var barrier = rank.BarrierAsync();
            var first = rank.AllReduceAsync(rank.Rank, static (left, right) => left + right);
            var second = rank.AllReduceAsync(rank.Rank + 1, static (left, right) => left * right);
            Assert.Equal((6, 24), (await first, await second));
            await barrier;
        });
    }

    [Fact]
    public async Task Messages_that_nobody_receives_do_not_hold_up_collective_operations()
    {
        using var network = new RankNetwork(3);
        await network.RunAsync(static async rank =>
        {
            List<Task> sends = [];
            for (var i = 0; i < 40; i++)
            {
                sends.Add(rank.SendAsync(new byte[50_000].AsMemory(), (rank.Rank + 1) % 3));
            }

            await rank.BarrierAsync();
            var sum = Enumerable.Repeat(1.0, 500_000).ToArray();
            await rank.AllReduceAsync(sum.AsMemory(), Contracts.ReduceOperation.Sum);
            Assert.All(sum, static value => Assert.Equal(3, value));
            for (var i = 0; i < 40; i++)
            {
                await rank.ReceiveAsync(new byte[50_000].AsMemory(), (rank.Rank + 2) % 3);
            }

            await Task.WhenAll(sends);
        });
    }

    private static string Text(int rank) => rank.ToString(CultureInfo.InvariantCulture);
}
