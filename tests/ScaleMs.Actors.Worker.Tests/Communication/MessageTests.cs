using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Tests.Communication;

public sealed class MessageTests
{
    [Fact]
    public async Task A_value_arrives_as_it_was_sent()
    {
        using var network = new RankNetwork(2);
        await network[0].SendAsync(new Reading("Müller", [1.5, double.NaN]), 1);
        await network[0].SendAsync<string?>(null, 1);
        await network[0].SendAsync<object>(3, 1);
        var reading = await network[1].ReceiveAsync<Reading>(0);
        Assert.Equal(("Müller", 1.5, double.NaN), (reading.Name, reading.Values[0], reading.Values[1]));
        Assert.Null(await network[1].ReceiveAsync<string?>(0));
        Assert.Equal(3, await network[1].ReceiveAsync<int>(0));
    }

    [Fact]
    public async Task Elements_arrive_at_the_beginning_of_the_memory()
    {
        using var network = new RankNetwork(2);
        var memory = new long[4];
        var receive = network[1].ReceiveAsync(memory.AsMemory(1), 0, tag: 5);
        await network[0].SendAsync<long>(new long[] { 1, -2 }.AsMemory(), 1, tag: 5);
        Assert.Equal(2, await receive);
        Assert.Equal([0, 1, -2, 0], memory);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_256)]
    [InlineData(65_257)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(5 * 1024 * 1024)]
    public async Task Elements_arrive_before_and_after_their_receive(int length)
    {
        using var network = new RankNetwork(2);
        var sent = new byte[length];
        new Random(1).NextBytes(sent);
        var (first, second) = (new byte[length], new byte[length]);
        var before = network[1].ReceiveAsync(first.AsMemory(), 0);
        await network[0].SendAsync(sent.AsMemory(), 1);
        Assert.Equal(length, await before);
        var send = network[0].SendAsync(sent.AsMemory(), 1);
        await network.QuietAsync();
        Assert.Equal(length, await network[1].ReceiveAsync(second.AsMemory(), 0));
        await send;
        Assert.Equal(sent, first);
        Assert.Equal(sent, second);
    }

    [Fact]
    public async Task A_receive_takes_only_messages_of_its_tag_and_sender()
    {
        using var network = new RankNetwork(3);
        await network[0].SendAsync("tag 1", 2, tag: 1);
        await network[0].SendAsync("tag 2", 2, tag: 2);
        await network[1].SendAsync("from 1", 2, tag: 1);
        Assert.Equal("tag 2", await network[2].ReceiveAsync<string>(0, tag: 2));
        Assert.Equal("from 1", await network[2].ReceiveAsync<string>(1, tag: 1));
        Assert.Equal("tag 1", await network[2].ReceiveAsync<string>(0, tag: 1));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(3_000_000)]
    public async Task A_rank_sends_to_itself(int length)
    {
        using var network = new RankNetwork(2);
        var text = new string('x', length);
        var send = network[1].SendAsync(text, 1);
        Assert.Equal(text, await network[1].ReceiveAsync<string>(1));
        await send;
    }

    [Fact]
    public async Task Memory_that_is_too_small_is_an_error_and_the_next_message_is_received()
    {
        using var network = new RankNetwork(2);
        var send = network[0].SendAsync(new byte[400_000].AsMemory(), 1);
        await network[0].SendAsync(new byte[30].AsMemory(), 1);
        await network[0].SendAsync(new byte[3].AsMemory(), 1);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => network[1].ReceiveAsync(new byte[20].AsMemory(), 0));
        Assert.Equal("rank 0 sent 400000 bytes, and there is memory for 20", error.Message);
        await send;
        await Assert.ThrowsAsync<InvalidOperationException>(() => network[1].ReceiveAsync(new byte[20].AsMemory(), 0));
        Assert.Equal(3, await network[1].ReceiveAsync(new byte[20].AsMemory(), 0));
    }

    [Fact]
    public async Task What_was_sent_in_one_way_is_not_received_in_another()
    {
        using var network = new RankNetwork(2);
        await network[0].SendAsync(new double[2].AsMemory(), 1);
        await network[0].SendAsync("text", 1);
        await network[0].SendAsync(new double[2].AsMemory(), 1);
        var type = await Assert.ThrowsAsync<InvalidOperationException>(() => network[1].ReceiveAsync(new long[2].AsMemory(), 0));
        var value = await Assert.ThrowsAsync<InvalidOperationException>(() => network[1].ReceiveAsync(new long[2].AsMemory(), 0));
        var elements = await Assert.ThrowsAsync<InvalidOperationException>(() => network[1].ReceiveAsync<double[]>(0));
        Assert.Equal("rank 0 sent elements of the type Double, which cannot be received as elements of the type Int64", type.Message);
        Assert.Equal("rank 0 sent a value, which cannot be received as elements of the type Int64", value.Message);
        Assert.Equal("rank 0 sent elements of the type Double, which cannot be received as a value", elements.Message);
    }

    [Fact]
    public async Task The_users_code_never_runs_on_the_thread_that_reads_packets()
    {
        using var network = new RankNetwork(4);
        await network.RunAsync(async rank =>
        {
            for (var i = 0; i < 50; i++)
            {
                var send = rank.SendAsync(new byte[300_000].AsMemory(), (rank.Rank + 1) % 4);
                await rank.ReceiveAsync(new byte[300_000].AsMemory(), (rank.Rank + 3) % 4).ConfigureAwait(false);
                Assert.NotEqual(RankNetwork.ReaderName, Thread.CurrentThread.Name);
                await send.ConfigureAwait(false);
                Assert.NotEqual(RankNetwork.ReaderName, Thread.CurrentThread.Name);
                await rank.BarrierAsync().ConfigureAwait(false);
                Assert.NotEqual(RankNetwork.ReaderName, Thread.CurrentThread.Name);
                await rank.AllReduceAsync(new double[20_000].AsMemory(), ReduceOperation.Sum).ConfigureAwait(false);
                Assert.NotEqual(RankNetwork.ReaderName, Thread.CurrentThread.Name);
                await rank.AllReduceAsync(i, static (left, right) =>
                {
                    Assert.NotEqual(RankNetwork.ReaderName, Thread.CurrentThread.Name);
                    return left + right;
                }).ConfigureAwait(false);
            }
        });
    }

    private sealed record Reading(string Name, double[] Values);
}
