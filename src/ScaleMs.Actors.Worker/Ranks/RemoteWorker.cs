using Akka.Actor;
using ScaleMs.Actors.Connection.Direct;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Ranks;

/// <summary>
/// Another worker with ranks of a task. Packets are numbered, because a connection that breaks may lose some. All go the same way, so that they stay in
/// order: by a direct connection if there is one when the first can leave.
/// </summary>
internal sealed class RemoteWorker
{
    private readonly Lock _gate = new();
    private readonly IActorRef _relay;
    private readonly AckRow _task;
    private List<RankMessage>? _early;
    private DirectConnection? _direct;
    private int _number;

    /// <summary>The way to a worker, not yet open.</summary>
    /// <param name="relay">Takes what is sent to its ranks.</param>
    /// <param name="task">The task.</param>
    /// <param name="direct">Opens direct connections.</param>
    /// <param name="over">Completed when the ranks of this worker have ended.</param>
    /// <param name="broken">Called when the connection has broken before.</param>
    public RemoteWorker(IActorRef relay, AckRow task, DirectConnections direct, Task over, Action broken)
    {
        (_relay, _task) = (relay, task);
        if (!relay.IsLocal())
        {
            _early = [];
            _ = OpenAsync(direct, over, broken);
        }
    }

    /// <summary>The way to one of its ranks.</summary>
    public IRankPort PortOf(int rank) => new Port(this, rank);

    public void Ended(int rank, RankFate fate) => Send(rank, RankMessage.End, [(byte)fate]);

    private async Task OpenAsync(DirectConnections direct, Task over, Action broken)
    {
        var connection = await direct.ConnectAsync(_relay.Path.Address, DirectLane.Bulk).ConfigureAwait(false);
        lock (_gate)
        {
            _direct = connection;
            _early!.ForEach(Pass);
            _early = null;
        }

        // The connection outlives thousands of tasks, and keeps none of them.
        if (connection is not null && await Task.WhenAny(connection.Closed, over).ConfigureAwait(false) != over)
        {
            broken();
        }
    }

    private void Send(int from, int to, ReadOnlySpan<byte> content)
    {
        var copy = content.ToArray();
        lock (_gate)
        {
            var message = new RankMessage(_task, ++_number, from, to, copy);
            if (_early is not null)
            {
                _early.Add(message);
            }
            else
            {
                Pass(message);
            }
        }
    }

    private void Pass(RankMessage message)
    {
        // What a broken connection has lost, the other side misses when it sees the number of the next.
        if (_direct?.TrySend(_relay, message, ActorRefs.NoSender) != true)
        {
            _relay.Tell(message, ActorRefs.NoSender);
        }
    }

    private sealed class Port(RemoteWorker worker, int rank) : IRankPort
    {
        public void Deliver(int from, ReadOnlySpan<byte> packet) => worker.Send(from, rank, packet);

        public void Ended(int other, RankFate fate) => worker.Ended(other, fate);
    }
}
