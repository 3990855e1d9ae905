using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

// Tasks that are to end on request.
internal sealed partial class WorkerPool
{
    private void OnWithdraw(WithdrawTasks withdraw)
    {
        var queued = ImmutableArray.CreateBuilder<TaskSpec>();
        var running = new Dictionary<(PoolNode Node, bool WaitingOnly), ImmutableArray<AckRow>.Builder>();
        foreach (var withdrawal in withdraw.Tasks)
        {
            if (withdrawal.WaitingOnly && _state.AwaitsHeld)
            {
                // It may have begun long ago, on a worker that has not reported the start to this master.
                _undecided.Add(withdrawal);
                continue;
            }

            if (_state.Withdraw(withdrawal) is not { } flight)
            {
                queued.Add(withdrawal.Task);
                continue;
            }

            foreach (var node in _state.OthersOf(withdrawal.Task.Key).Prepend(flight.Node))
            {
                if (!running.TryGetValue((node, withdrawal.WaitingOnly), out var rows))
                {
                    running.Add((node, withdrawal.WaitingOnly), rows = ImmutableArray.CreateBuilder<AckRow>());
                }

                rows.Add(new AckRow(withdrawal.Task.Key, flight.Attempt));
            }
        }

        if (queued.Count > 0)
        {
            _effects.Tell(_ledger, new TasksWithdrawn(queued.ToImmutable()));
        }

        foreach (var ((node, waitingOnly), rows) in running)
        {
            Cancel(node, rows.ToImmutable(), waitingOnly);
        }
    }

    private void Decide()
    {
        if (_undecided.Count > 0 && !_state.AwaitsHeld)
        {
            var withdraw = new WithdrawTasks([.. _undecided]);
            _undecided.Clear();
            OnWithdraw(withdraw);
        }
    }

    /// <summary>A cancellation may be lost with a connection too, or overtake a large task.</summary>
    private void CancelAgain(PoolNode node)
    {
        Cancel(node, [.. _state.CancelledAt(node)]);
        Cancel(node, [.. _state.CancelledAt(node, waitingOnly: true)], waitingOnly: true);
    }

    /// <summary>Ends the parts of attempts that are over because another part is lost.</summary>
    private void CancelOrphans()
    {
        foreach (var (node, task) in _state.TakeOrphans())
        {
            Cancel(node, [task]);
        }
    }

    private void Cancel(PoolNode node, ImmutableArray<AckRow> rows, bool waitingOnly = false)
    {
        for (var i = 0; i < rows.Length; i += BatchLimits.Rows)
        {
            _effects.Tell(node.Actor, new CancelTasks(rows[i..Math.Min(i + BatchLimits.Rows, rows.Length)], waitingOnly));
        }
    }
}
