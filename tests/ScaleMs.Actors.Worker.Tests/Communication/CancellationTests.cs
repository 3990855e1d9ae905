namespace ScaleMs.Actors.Worker.Tests.Communication;

public sealed class CancellationTests
{
    [Fact]
    public async Task Everything_that_waits_ends_with_the_task_and_nothing_starts()
    {
        using var network = new RankNetwork(2);
        await network[1].SendAsync("arrived", 0, tag: 7);
        await network.QuietAsync();
        Task[] waiting =
        [
            network[0].SendAsync(new byte[400_000].AsMemory(), 1),
            network[0].SendAsync(new string('x', 400_000), 0),
            network[0].ReceiveAsync<string>(1),
            network[0].ReceiveAsync(new byte[1].AsMemory(), 0, tag: 3),
            network[0].BarrierAsync(),
            network[0].AllReduceAsync(new double[200_000].AsMemory(), Contracts.ReduceOperation.Sum),
        ];
        Assert.All(waiting, static task => Assert.False(task.IsCompleted));
        network.Endpoint(0).Cancel();
        foreach (var task in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => network[0].SendAsync(1, 1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => network[0].ReceiveAsync<string>(1, tag: 7));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => network[0].BarrierAsync());
    }

    [Fact]
    public async Task A_cancelled_receive_leaves_the_message_to_the_next()
    {
        using var network = new RankNetwork(2);
        using var cancellation = new CancellationTokenSource();
        var first = network[0].ReceiveAsync<int>(1, cancellation: cancellation.Token);
        var second = network[0].ReceiveAsync<int>(1);
        await cancellation.CancelAsync();
        await network[1].SendAsync(5, 0);
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first)).CancellationToken);
        Assert.Equal(5, await second);
    }

    [Fact]
    public async Task A_cancelled_send_is_not_received()
    {
        using var network = new RankNetwork(2);
        using var cancellation = new CancellationTokenSource();
        var send = network[0].SendAsync(new byte[400_000].AsMemory(), 1, cancellation: cancellation.Token);
        await network[0].SendAsync(new byte[3].AsMemory(), 1);
        await network.QuietAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);
        await network.QuietAsync();
        Assert.Equal(3, await network[1].ReceiveAsync(new byte[400_000].AsMemory(), 0));
    }

    [Fact]
    public async Task A_send_and_its_receive_agree_whether_it_was_cancelled()
    {
        using var network = new RankNetwork(2);
        for (var i = 0; i < 300; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var send = network[0].SendAsync(new byte[300_000].AsMemory(), 1, cancellation: cancellation.Token);
            var cancel = Task.Run(cancellation.Cancel);
            var receive = network[1].ReceiveAsync(new byte[300_000].AsMemory(), 0);
            await cancel;
            var sent = await Task.WhenAny(send) == send && send.IsCompletedSuccessfully;
            await network[0].SendAsync(new byte[3].AsMemory(), 1);
            Assert.Equal(sent ? 300_000 : 3, await receive.WaitAsync(TimeSpan.FromSeconds(30)));
            if (sent)
            {
                Assert.Equal(3, await network[1].ReceiveAsync(new byte[300_000].AsMemory(), 0));
            }
        }
    }

    [Fact]
    public async Task A_cancelled_token_starts_nothing()
    {
        using var network = new RankNetwork(2);
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => network[0].SendAsync(1, 1, cancellation: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => network[0].ReceiveAsync<int>(1, cancellation: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => network[0].BarrierAsync(cancelled));
    }

    [Fact]
    public async Task A_cancelled_collective_operation_does_not_disturb_the_next()
    {
        using var network = new RankNetwork(2);
        using var cancellation = new CancellationTokenSource();
        var first = network[0].AllReduceAsync(new double[300_000].AsMemory(), Contracts.ReduceOperation.Sum, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        using var other = new CancellationTokenSource();
        var second = network[1].AllReduceAsync(new double[300_000].AsMemory(), Contracts.ReduceOperation.Sum, other.Token);
        await network.QuietAsync();
        await other.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.All(await network.RunAsync(static rank => rank.AllReduceAsync(1, static (left, right) => left + right)), static sum => Assert.Equal(2, sum));
    }
}
