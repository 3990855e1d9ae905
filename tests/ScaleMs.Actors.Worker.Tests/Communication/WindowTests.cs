using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Worker.Communication;
using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Tests.Communication;

public sealed class WindowTests
{
    [Fact]
    public async Task Messages_that_nobody_receives_fill_a_part_of_the_window_and_then_wait()
    {
        using var network = new RankNetwork(2);
        List<Task> sends = [];
        for (var i = 0; i < 30; i++)
        {
            sends.Add(network[0].SendAsync(new byte[50_000].AsMemory(), 1, tag: i));
        }

        await network.QuietAsync();
        Assert.Equal(RankWindow.Messages / RankWindow.ChargeOf(50_000), sends.Count(static send => send.IsCompletedSuccessfully));
        Assert.InRange(network.MostUnreceived, 1, RankWindow.Messages);
        for (var i = 29; i >= 0; i--)
        {
            await network[1].ReceiveAsync(new byte[50_000].AsMemory(), 0, tag: i);
        }

        await Task.WhenAll(sends);
    }

    [Fact]
    public async Task A_long_message_waits_for_its_receive_and_lets_others_pass()
    {
        using var network = new RankNetwork(2);
        var text = new string('x', 5 * 1024 * 1024);
        var send = network[0].SendAsync(text, 1);
        await network[0].SendAsync("short", 1, tag: 1);
        Assert.Equal("short", await network[1].ReceiveAsync<string>(0, tag: 1));
        await network.QuietAsync();
        Assert.False(send.IsCompleted);
        Assert.Equal(text, await network[1].ReceiveAsync<string>(0));
        await send;
        Assert.InRange(network.MostUnreceived, 1, RankWindow.Bytes);
    }

    [Fact]
    public void An_accepted_message_is_sent_as_far_as_there_is_credit()
    {
        var wire = new RecordingWire();
        var endpoint = new RankEndpoint(0, 2, wire);
        ICommunicator rank = new RankCommunicator(endpoint);
        var send = rank.SendAsync(new byte[5 * 1024 * 1024].AsMemory(), 1);
        var announcement = Assert.Single(wire.Sent);
        Assert.Equal((PacketKind.Announcement, 5 * 1024 * 1024), (announcement.Kind, announcement.Length));

        const int Full = RankPacket.ShortHeader + RankPacket.MostContent;
        Receive(new RankPacket(PacketKind.Acceptance, announcement.Number));
        Assert.Equal(RankWindow.Parts / Full, wire.Sent.Count(static packet => packet.Kind == PacketKind.Part));
        Receive(new RankPacket(PacketKind.PartCredit, 3 * Full));
        Assert.Equal((RankWindow.Parts / Full) + 3, wire.Sent.Count(static packet => packet.Kind == PacketKind.Part));
        Assert.False(send.IsCompleted);

        void Receive(RankPacket packet)
        {
            var bytes = new byte[packet.Size];
            packet.Format(bytes);
            endpoint.Received(1, bytes);
        }
    }

    [Fact]
    public async Task Short_messages_give_their_credit_back()
    {
        using var network = new RankNetwork(2);
        for (var i = 0; i < 20_000; i++)
        {
            await network[0].SendAsync(i, 1);
            Assert.Equal(i, await network[1].ReceiveAsync<int>(0));
        }

        Assert.InRange(network.MostUnreceived, 1, RankWindow.LeastReturned);
    }

    [Fact]
    public async Task Dropped_messages_give_their_credit_back()
    {
        using var network = new RankNetwork(2);
        for (var i = 0; i < 100; i++)
        {
            await network[0].SendAsync(new byte[200_000].AsMemory(), 1);
            await Assert.ThrowsAsync<InvalidOperationException>(() => network[1].ReceiveAsync(new byte[1].AsMemory(), 0));
            await network.QuietAsync();
        }

        Assert.InRange(network.MostUnreceived, 1, RankWindow.Messages);
    }
}
