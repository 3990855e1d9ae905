using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Tests.Communication;

public sealed class EndTests
{
    [Fact]
    public async Task Messages_sent_before_the_end_are_received_and_then_an_error_names_the_rank()
    {
        using var network = new RankNetwork(2);
        await network[1].SendAsync("last", 0);
        await network[1].SendAsync(new byte[200_000].AsMemory(), 0, tag: 1);
        network.End(1);
        await network.QuietAsync();
        Assert.Equal("last", await network[0].ReceiveAsync<string>(1));
        Assert.Equal(200_000, await network[0].ReceiveAsync(new byte[200_000].AsMemory(), 1, tag: 1));
        var error = await Assert.ThrowsAsync<RankEndedException>(() => network[0].ReceiveAsync<string>(1));
        Assert.Equal(("rank 1 of the task has ended", 1), (error.Message, error.Rank));
    }

    [Fact]
    public async Task A_receive_that_waits_and_a_message_that_never_came_end_with_the_rank()
    {
        using var network = new RankNetwork(2);
        var receive = network[0].ReceiveAsync<string>(1);
        var unsent = network[1].SendAsync(new byte[400_000].AsMemory(), 0, tag: 1);
        await network.QuietAsync();
        network.End(1);
        await Assert.ThrowsAsync<RankEndedException>(() => receive);
        await Assert.ThrowsAsync<RankEndedException>(() => network[0].ReceiveAsync(new byte[400_000].AsMemory(), 1, tag: 1));
        Assert.False(unsent.IsCompleted);
    }

    [Fact]
    public async Task A_send_that_waits_ends_with_the_receiver()
    {
        using var network = new RankNetwork(2);
        var send = network[0].SendAsync(new byte[400_000].AsMemory(), 1);
        await network.QuietAsync();
        Assert.False(send.IsCompleted);
        network.End(1);
        await Assert.ThrowsAsync<RankEndedException>(() => send);
        await Assert.ThrowsAsync<RankEndedException>(() => network[0].SendAsync(1, 1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public async Task All_ranks_leave_a_collective_operation_that_needs_a_rank_that_has_ended(int size)
    {
        foreach (var operation in (Func<ICommunicator, Task>[])
            [
                static rank => rank.BarrierAsync(),
                static rank => rank.AllReduceAsync(1, static (left, right) => left + right),
                static rank => rank.AllReduceAsync(new double[10].AsMemory(), ReduceOperation.Sum),
                static rank => rank.AllReduceAsync(new double[300_000].AsMemory(), ReduceOperation.Sum),
                static rank => rank.AllGatherAsync(new string('x', 400_000)),
                static rank => rank.AllToAllAsync(Enumerable.Repeat(1, rank.Size).ToArray()),
                static rank => rank.SplitAsync(0),
            ])
        {
            using var network = new RankNetwork(size);
            var ends = size - 1;
            await network.RunAsync(async rank =>
            {
                await rank.BarrierAsync();
                if (rank.Rank == ends)
                {
                    network.End(ends);
                    return;
                }

                // No other rank ends: what each throws is all that tells the others.
                Assert.Equal(ends, (await Assert.ThrowsAsync<RankEndedException>(() => operation(rank))).Rank);
            });
        }
    }

    [Fact]
    public async Task Ranks_that_are_left_form_a_communicator_before_and_use_it_after()
    {
        using var network = new RankNetwork(3);
        await network.RunAsync(async rank =>
        {
            var left = await rank.SplitAsync(rank.Rank == 1 ? null : 0);
            if (left is null)
            {
                network.End(1);
                return;
            }

            await Assert.ThrowsAsync<RankEndedException>(() => rank.BarrierAsync());
            Assert.Equal(2, await left.AllReduceAsync(1, static (a, b) => a + b));
        });
    }
}
