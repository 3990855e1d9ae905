using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.TestKit;
using ScaleMs.Actors.Connection.Direct;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Connection.Tests.Direct;

/// <summary>Both sides of one connection, without what opens it.</summary>
public sealed class DirectConnectionTests : Akka.TestKit.Xunit2.TestKit
{
    private const int Largest = 1 << 20;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly Guid Secret = Guid.NewGuid();

    private readonly TestProbe _receiver;
    private readonly CancellationTokenSource _end = new();

    public DirectConnectionTests() => _receiver = CreateTestProbe();

    private IActorRefProvider Provider => ((ExtendedActorSystem)Sys).Provider;

    [Fact]
    public async Task Batches_arrive_whole_in_order_and_with_their_sender()
    {
        var (near, far) = await PairAsync();
        var receiving = ReceiveAsync(far);
        await near.WriteAsync(DirectFrame.Opening(Secret));
        var connection = new DirectConnection(near, Provider.DefaultAddress);
        var random = new Random(1);
        var sent = Enumerable.Range(0, 300).Select(n => Rows.Result(n, payload: Bytes(random, n % 10 == 0 ? random.Next(400_000) : random.Next(3_000)))).ToList();

        foreach (var row in sent)
        {
            Assert.True(connection.TrySend(_receiver, new ResultBatch([row]), TestActor));
        }

        foreach (var row in sent)
        {
            var arrived = Assert.Single(_receiver.ExpectMsg<ResultBatch>(Long).Results);
            Assert.Equal(row.Key, arrived.Key);
            Assert.True(row.Payload.Span.SequenceEqual(arrived.Payload.Span));
            Assert.Equal(TestActor, _receiver.Sender);
        }

        connection.Close();
        await receiving.WaitAsync(Long);
    }

    [Fact]
    public async Task A_batch_that_may_be_lost_is_said_to_be_and_nothing_more_is_taken()
    {
        var (near, far) = await PairAsync();
        var connection = new DirectConnection(near, Provider.DefaultAddress);
        var large = new ResultBatch([Rows.Result(1, payload: new byte[60 << 20])]);
        var first = new TaskCompletionSource<bool>();
        var second = new TaskCompletionSource<bool>();

        // More than the buffers of two sockets, and nobody reads.
        Assert.True(connection.TrySend(_receiver, large, null, first.SetResult));
        Assert.True(connection.TrySend(_receiver, large, null, second.SetResult));
        await far.DisposeAsync();

        Assert.False(await first.Task.WaitAsync(Long));
        Assert.False(await second.Task.WaitAsync(Long));
        await connection.Closed.WaitAsync(Long);
        Assert.False(connection.TrySend(_receiver, large, null, _ => Assert.Fail("it was not taken")));
    }

    [Fact]
    public async Task The_other_side_that_leaves_closes_it()
    {
        var (near, far) = await PairAsync();
        var connection = new DirectConnection(near, Provider.DefaultAddress);

        await far.DisposeAsync();

        await connection.Closed.WaitAsync(Long);
    }

    [Fact]
    public async Task Whoever_does_not_know_the_secret_is_not_heard()
    {
        byte[] input = [.. DirectFrame.Opening(Guid.NewGuid()), .. Frame(_receiver)];

        var error = await Assert.ThrowsAsync<ProtocolException>(() => ReceiveAsync(new MemoryStream(input)));

        Assert.Contains("does not begin", error.Message, StringComparison.Ordinal);
        _receiver.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Theory]
    [InlineData(Largest + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_length_beyond_the_maximum_is_refused_with_the_key_that_sets_it(int length)
    {
        var prefix = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, length);

        var error = await Assert.ThrowsAsync<ProtocolException>(() => ReceiveAsync(new MemoryStream([.. DirectFrame.Opening(Secret), .. prefix])));

        Assert.Contains("scalems.transfer.max", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_that_is_cut_is_not_delivered()
    {
        var frame = Frame(_receiver);
        for (var length = 1; length < frame.Length; length++)
        {
            await Assert.ThrowsAsync<EndOfStreamException>(() => ReceiveAsync(new MemoryStream([.. DirectFrame.Opening(Secret), .. frame[..length]])));
        }

        _receiver.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_batch_for_nobody_is_dropped_and_the_next_one_is_delivered()
    {
        var gone = Sys.ActorOf(Akka.Actor.Props.Empty);
        Watch(gone);
        Sys.Stop(gone);
        ExpectTerminated(gone, Long);

        await ReceiveAsync(new MemoryStream([.. DirectFrame.Opening(Secret), .. Frame(gone), .. Frame(_receiver)]));

        _receiver.ExpectMsg<ResultAck>(Long);
    }

    [Fact]
    public async Task Any_bytes_are_batches_or_an_error()
    {
        var random = new Random(5);
        for (var n = 0; n < 1000; n++)
        {
            var frame = Frame(_receiver);
            frame[random.Next(frame.Length)] ^= (byte)random.Next(1, 256);
            var input = new MemoryStream([.. DirectFrame.Opening(Secret), .. frame, .. Bytes(random, random.Next(40))]);

            var error = await Record.ExceptionAsync(() => ReceiveAsync(input));

            Assert.True(error is null or ProtocolException or EndOfStreamException, $"{n}: {error}");
        }
    }

    protected override void AfterAll()
    {
        _end.Cancel();
        _end.Dispose();
        base.AfterAll();
    }

    private static byte[] Frame(IActorRef to)
    {
        var payloads = new List<ReadOnlyMemory<byte>>();
        var start = DirectFrame.Format(to.Path.ToSerializationFormat(), "", new ResultAck([new AckRow(new(Guid.NewGuid(), 1), 1)]), payloads);
        return [.. start, .. payloads.SelectMany(static payload => payload.ToArray())];
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static async Task<(NetworkStream Near, NetworkStream Far)> PairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await near.ConnectAsync(listener.LocalEndpoint);
        return (new NetworkStream(near, ownsSocket: true), new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true));
    }

    private Task ReceiveAsync(Stream input) => new DirectInput(input, Provider, new ByteBudget(2 * Largest), Largest).RunAsync(DirectFrame.Opening(Secret), _end.Token);
}
