using System.Collections.Concurrent;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Worker.Communication;
using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Tests.Communication;

/// <summary>
/// The ranks of a task in one process. Each has a thread that passes on what arrives for it. Packets are checked: their size, and the
/// bytes between two ranks that nobody has received.
/// </summary>
internal sealed class RankNetwork : IDisposable
{
    public const string ReaderName = "reads packets";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly RankEndpoint[] _endpoints;
    private readonly RankCommunicator[] _communicators;
    private readonly BlockingCollection<Action>[] _arrivals;
    private readonly Thread[] _readers;
    private readonly long[,] _unreceived;
    private readonly ConcurrentQueue<Exception> _errors = new();
    private long _most;

    public RankNetwork(int size)
    {
        _unreceived = new long[size, size];
        _arrivals = [.. Enumerable.Range(0, size).Select(static _ => new BlockingCollection<Action>())];
        _endpoints = [.. Enumerable.Range(0, size).Select(rank => new RankEndpoint(rank, size, new Wire(this, rank)))];
        _communicators = [.. _endpoints.Select(static endpoint => new RankCommunicator(endpoint))];
        _readers = [.. Enumerable.Range(0, size).Select(rank => new Thread(() => Read(rank)) { IsBackground = true, Name = ReaderName })];
        Array.ForEach(_readers, static reader => reader.Start());
    }

    public ICommunicator this[int rank] => _communicators[rank];

    public RankEndpoint Endpoint(int rank) => _endpoints[rank];

    /// <summary>The most bytes that were unreceived between two ranks.</summary>
    public long MostUnreceived => Interlocked.Read(ref _most);

    /// <summary>A rank ends; the others learn it after what it has sent.</summary>
    public void End(int rank)
    {
        for (var other = 0; other < _endpoints.Length; other++)
        {
            if (other != rank)
            {
                var endpoint = _endpoints[other];
                _arrivals[other].Add(() => endpoint.Ended(rank));
            }
        }
    }

    /// <summary>Completes when everything that is on its way, and all it causes, has arrived.</summary>
    public async Task QuietAsync()
    {
        // An arrival causes at most an answer, and that at most the sending of a message.
        for (var round = 0; round < 4; round++)
        {
            foreach (var arrivals in _arrivals)
            {
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrivals.Add(reached.SetResult);
                await reached.Task.WaitAsync(Limit);
            }
        }
    }

    public async Task RunAsync(Func<ICommunicator, Task> rank)
    {
        await Task.WhenAll(_communicators.Select(communicator => Task.Run(() => rank(communicator)))).WaitAsync(Limit);
        Assert.Empty(_errors);
    }

    public async Task<T[]> RunAsync<T>(Func<ICommunicator, Task<T>> rank)
    {
        var results = await Task.WhenAll(_communicators.Select(communicator => Task.Run(() => rank(communicator)))).WaitAsync(Limit);
        Assert.Empty(_errors);
        return results;
    }

    public void Dispose()
    {
        foreach (var arrivals in _arrivals)
        {
            arrivals.CompleteAdding();
        }

        Array.ForEach(_readers, static reader => reader.Join());
        foreach (var arrivals in _arrivals)
        {
            arrivals.Dispose();
        }

        Assert.Empty(_errors);
    }

    private void Read(int rank)
    {
        foreach (var arrive in _arrivals[rank].GetConsumingEnumerable())
        {
            try
            {
                arrive();
            }
            catch (Exception error)
            {
                _errors.Enqueue(error);
            }
        }
    }

    private void Send(int from, int to, byte[] packet)
    {
        var header = RankPacket.Parse(packet, out _);
        var change = header.Kind switch
        {
            PacketKind.Message or PacketKind.Part => packet.Length,
            PacketKind.MessageCredit or PacketKind.PartCredit => -header.Number,
            _ => 0,
        };
        var (sender, receiver) = change < 0 ? (to, from) : (from, to);
        var unreceived = Interlocked.Add(ref _unreceived[sender, receiver], change);
        var most = Interlocked.Read(ref _most);
        while (unreceived > most && Interlocked.CompareExchange(ref _most, unreceived, most) is var seen && seen != most)
        {
            most = seen;
        }

        if (packet.Length > RankPacket.MostBytes || unreceived > RankWindow.Bytes || from == to)
        {
            _errors.Enqueue(new InvalidOperationException($"{packet.Length} bytes from {from} to {to}, after which {unreceived} are unreceived"));
        }

        var endpoint = _endpoints[to];
        try
        {
            _arrivals[to].Add(() => endpoint.Received(from, packet));
        }
        catch (InvalidOperationException)
        {
            // The network has been disposed.
        }
    }

    private sealed class Wire(RankNetwork network, int rank) : IRankTransport
    {
        public void Send(int to, ReadOnlySpan<byte> packet) => network.Send(rank, to, packet.ToArray());
    }
}
