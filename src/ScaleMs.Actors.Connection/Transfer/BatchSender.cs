using Akka.Actor;
using Akka.Event;
using Akka.Serialization;
using ScaleMs.Actors.Connection.Direct;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>
/// Sends batches to peers, large ones by a direct connection, or in chunks where there is none. Owned by one actor, which passes it every
/// <see cref="ChunkCredit"/> and <see cref="DirectlySent"/> and calls <see cref="Tick"/> about once a second. In chunks, each receiver has one
/// active transfer at a time; others are queued. Small batches overtake large ones.
/// </summary>
public sealed class BatchSender(ActorSystem system, ILoggingAdapter log, IActorRef owner)
{
    private readonly DirectConnections _direct = DirectConnections.Of(system);
    private readonly Dictionary<IActorRef, HashSet<LargeRows.Identity>> _goDirectly = [];
    private readonly Dictionary<IActorRef, Lane> _lanes = [];
    private readonly Dictionary<Guid, Lane> _underWay = [];

    /// <summary>Queued and active transfers.</summary>
    public int Pending => _lanes.Values.Sum(static lane => lane.Waiting.Count) + _goDirectly.Values.Sum(static rows => rows.Count);

    private TimeSpan Now => system.Scheduler.MonotonicClock;

    /// <summary>
    /// Sends a piece. A large one that is queued for or being sent to that receiver already is not sent twice, so callers may resend
    /// unacknowledged pieces at any time.
    /// </summary>
    /// <param name="to">The receiver.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="self">The sender that it sees.</param>
    /// <param name="directly">Whether a small one takes a direct connection, if there is one; then it may overtake those that did not.</param>
    public void Tell(IActorRef to, in BatchPiece piece, IActorRef self, bool directly)
    {
        if (to.IsLocal())
        {
            to.Tell(piece.Batch, self);
        }
        else if (piece.Large is not { } identity)
        {
            if (!directly || _direct.Find(to.Path.Address, DirectLane.Batches)?.TrySend(to, piece.Batch, self) != true)
            {
                to.Tell(piece.Batch, self);
            }
        }
        else if (!GoesDirectly(to, identity) && !TellDirectly(to, piece.Batch, identity, self))
        {
            TellInChunks(to, piece.Batch, identity, self);
        }
    }

    /// <summary>Whether there is a direct connection to the receiver; if not, one is opened.</summary>
    public bool IsDirect(IActorRef to) => !to.IsLocal() && _direct.Find(to.Path.Address, DirectLane.Batches) is not null;

    /// <summary>Whether a transfer to the receiver is queued or active, so that a late answer does not indicate a loss.</summary>
    public bool IsSendingTo(IActorRef to) => _lanes.ContainsKey(to) || _goDirectly.ContainsKey(to);

    /// <summary>A batch has been sent by a direct connection, or the connection broke; then it goes in chunks.</summary>
    public void OnDirectlySent(DirectlySent sent, IActorRef self)
    {
        if (_goDirectly.TryGetValue(sent.To, out var rows) && rows.Remove(sent.Row))
        {
            if (rows.Count == 0)
            {
                _goDirectly.Remove(sent.To);
            }

            if (!sent.Success)
            {
                TellInChunks(sent.To, sent.Batch, sent.Row, self);
            }
        }
    }

    /// <summary>Handles a receiver's answer; answers for finished transfers are ignored.</summary>
    public void OnCredit(ChunkCredit credit)
    {
        if (!_underWay.TryGetValue(credit.Transfer, out var lane))
        {
            return;
        }

        var transfer = lane.Active!;
        transfer.Acknowledge(credit.Received, Now);
        if (transfer.IsComplete)
        {
            Next(lane);
        }
        else
        {
            Send(lane);
        }
    }

    /// <summary>Repeats chunks that may be lost, and abandons transfers without progress: the usual resending of the batch starts a new one.</summary>
    public void Tick()
    {
        foreach (var lane in _lanes.Values.ToArray())
        {
            if (lane.Active!.IsGivenUp(Now))
            {
                var row = lane.Waiting.Peek().Row;
                log.Warning(
                    "{Receiver} acknowledged {Acknowledged} of {Count} chunks of {Task}, then nothing for {Time}; this transfer and {Waiting} queued ones are abandoned",
                    lane.To, lane.Active.Acknowledged, lane.Active.Count, $"{row.Batch.Name} {row.Key}", OutgoingTransfer.GiveUpAfter, lane.Waiting.Count - 1);
                Forget(lane.To);
            }
            else
            {
                lane.Active.RewindIfStalled(Now);
                Send(lane);
            }
        }
    }

    /// <summary>Drops all transfers to a receiver that is disconnected.</summary>
    public void Forget(IActorRef to)
    {
        _goDirectly.Remove(to);
        if (_lanes.Remove(to, out var lane))
        {
            _underWay.Remove(lane.Active!.Id);
        }
    }

    private bool GoesDirectly(IActorRef to, LargeRows.Identity row) => _goDirectly.TryGetValue(to, out var rows) && rows.Contains(row);

    private bool TellDirectly(IActorRef to, IBatch batch, LargeRows.Identity row, IActorRef self)
    {
        // In chunks it would be sent a second time.
        if ((_lanes.TryGetValue(to, out var lane) && lane.Known.Contains(row))
            || _direct.Find(to.Path.Address, DirectLane.Bulk) is not { } connection
            || !connection.TrySend(to, batch, self, success => owner.Tell(new DirectlySent(to, batch, row, success), ActorRefs.NoSender)))
        {
            return false;
        }

        if (!_goDirectly.TryGetValue(to, out var rows))
        {
            _goDirectly.Add(to, rows = []);
        }

        return rows.Add(row);
    }

    private void TellInChunks(IActorRef to, IBatch batch, LargeRows.Identity row, IActorRef self)
    {
        var lane = LaneTo(to, self);
        if (lane.Known.Add(row))
        {
            lane.Waiting.Enqueue((batch, row));
            if (lane.Waiting.Count == 1)
            {
                Begin(lane);
            }
        }
    }

    private Lane LaneTo(IActorRef to, IActorRef self)
    {
        if (!_lanes.TryGetValue(to, out var lane))
        {
            lane = new Lane(to, self);
            _lanes.Add(to, lane);
        }

        return lane;
    }

    private void Begin(Lane lane)
    {
        var batch = lane.Waiting.Peek().Batch;
        var serializer = (SerializerWithStringManifest)system.Serialization.FindSerializerFor(batch);
        lane.Active = new OutgoingTransfer(Guid.CreateVersion7(), serializer.Manifest(batch), serializer.ToBinary(batch), Now);
        _underWay.Add(lane.Active.Id, lane);
        Send(lane);
    }

    private void Next(Lane lane)
    {
        _underWay.Remove(lane.Active!.Id);
        lane.Known.Remove(lane.Waiting.Dequeue().Row);
        if (lane.Waiting.Count > 0)
        {
            Begin(lane);
        }
        else
        {
            _lanes.Remove(lane.To);
        }
    }

    private static void Send(Lane lane)
    {
        foreach (var part in lane.Active!.Due())
        {
            lane.To.Tell(part, lane.Self);
        }
    }

    /// <summary>The transfers to one receiver. The first in the queue is active; only it is serialized.</summary>
    private sealed class Lane(IActorRef to, IActorRef self)
    {
        public IActorRef To { get; } = to;

        public IActorRef Self { get; } = self;

        public Queue<(IBatch Batch, LargeRows.Identity Row)> Waiting { get; } = [];

        public HashSet<LargeRows.Identity> Known { get; } = [];

        public OutgoingTransfer? Active { get; set; }
    }
}
