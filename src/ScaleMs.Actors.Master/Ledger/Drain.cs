using System.Collections.Immutable;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>
/// The end of a ledger on request. It is over when every task is final and connected clients have acknowledged their results, or have not
/// for <see cref="LedgerSettings.AckPatience"/>.
/// </summary>
internal sealed class Drain(LedgerState state, TimeSpan ackPatience)
{
    private readonly List<TaskEntry> _dropped = [];
    private DateTimeOffset? _finishedAt;

    /// <summary>The actor that requested the drain last; null = none, or the drain is over.</summary>
    public IActorRef? Asker { get; private set; }

    /// <summary>Uids of the tasks that it cancelled. A task that ended before the stop reached it has a result, and is not among them.</summary>
    public ImmutableArray<string> Dropped => [.. _dropped.Where(static task => task.State == TaskState.Canceled).Select(static task => task.Uid.ToString())];

    /// <summary>Stops accepting tasks, and cancels the tasks that the mode names.</summary>
    public void Begin(DrainLedger drain, IActorRef asker)
    {
        Asker = asker;
        state.Acceptance.Closed ??= drain.Reason;
        if (drain.Mode >= StopMode.DropQueued)
        {
            _dropped.AddRange(state.Cancellation.CancelUnstarted("dropped by a stop"));
        }

        if (drain.Mode >= StopMode.CancelRunning)
        {
            _dropped.AddRange(state.Cancellation.CancelUnfinished("ended by a stop"));
        }
    }

    /// <summary>True once, when the drain is over.</summary>
    /// <param name="now">The time.</param>
    /// <param name="held">Messages that still wait for an earlier one.</param>
    /// <param name="unacknowledged">Results that connected clients have not acknowledged in time.</param>
    public bool IsOver(DateTimeOffset now, int held, out long unacknowledged)
    {
        unacknowledged = 0;
        if (Asker is null)
        {
            return false;
        }

        if (state.Tasks.Unfinished > 0 || held > 0)
        {
            _finishedAt = null;
            return false;
        }

        _finishedAt ??= now;
        unacknowledged = state.Sessions.AwaitingAck;
        return unacknowledged == 0 || now - _finishedAt >= ackPatience;
    }

    /// <summary>The drain is over and has been reported.</summary>
    public void End() => Asker = null;
}
