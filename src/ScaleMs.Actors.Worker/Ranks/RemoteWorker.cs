using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Ranks;

/// <summary>Another worker with ranks of a task. Packets are numbered, because a connection that breaks may lose some.</summary>
/// <param name="relay">Takes what is sent to its ranks.</param>
/// <param name="task">The task.</param>
internal sealed class RemoteWorker(IActorRef relay, AckRow task)
{
    private readonly Lock _gate = new();
    private int _number;

    /// <summary>The way to one of its ranks.</summary>
    public IRankPort PortOf(int rank) => new Port(this, rank);

    public void Ended(int rank, RankFate fate) => Send(rank, RankMessage.End, [(byte)fate]);

    private void Send(int from, int to, ReadOnlySpan<byte> content)
    {
        var copy = content.ToArray();
        lock (_gate)
        {
            relay.Tell(new RankMessage(task, ++_number, from, to, copy), ActorRefs.NoSender);
        }
    }

    private sealed class Port(RemoteWorker worker, int rank) : IRankPort
    {
        public void Deliver(int from, ReadOnlySpan<byte> packet) => worker.Send(from, rank, packet);

        public void Ended(int other, RankFate fate) => worker.Ended(other, fate);
    }
}
