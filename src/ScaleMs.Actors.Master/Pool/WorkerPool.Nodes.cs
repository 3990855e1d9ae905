using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

// Registration, unreachability and loss of workers.
internal sealed partial class WorkerPool
{
    private void OnRegister(RegisterWorker registration)
    {
        if (registration.Slots is < 1 or > TaskDescription.MaxSlots || _released)
        {
            _effects.Tell(Sender, new Refused(_released
                ? "the master is stopping and needs no more workers"
                : $"worker {registration.Name} offers {registration.Slots} slots; 1 to {TaskDescription.MaxSlots} are possible"));
            return;
        }

        var isNew = _state.Find(registration.RegistrationId) is null;
        var earlier = _state.EarlierThan(registration, Sender);
        var node = _state.Register(registration, Sender, out var lost, out var unknown);
        node.EndsAt = registration.RemainingMilliseconds > 0 ? Now + TimeSpan.FromMilliseconds(registration.RemainingMilliseconds) : null;
        Context.Watch(Sender);
        if (isNew)
        {
            // Before its registration is visible: tasks submitted afterwards rely on its code.
            TellWorkers();
        }

        _effects.Tell(Sender, new WorkerRegistered(node.Id, _options.MasterUid, Self, ActorRefs.Nobody));
        if (isNew)
        {
            _effects.Tell(_provisioner, new WorkerArrived(node.Uid, node.Name));
        }

        if (!isNew)
        {
            return;
        }

        if (unknown.Count > 0)
        {
            _effects.Tell(_ledger, new ClaimHeld(node.Id, [.. unknown]));
        }

        _log.Info(
            "Worker {Worker} with {Slots} slots, {Resources}, and {Runtimes} registered from {Path}",
            node.Name, node.Slots, node.Resources.All.ToString() is { Length: > 0 } resources ? resources : "no other resources", node.Runtimes.IsEmpty ? TaskRuntime.DotNet : string.Join(", ", node.Runtimes), Sender.Path);
        if (earlier is not null)
        {
            Report(earlier, "it registered anew without them", lost);
            CancelOrphans();
            Context.Unwatch(earlier.Actor.Equals(Sender) ? ActorRefs.Nobody : earlier.Actor);
            CancelAgain(node);
        }

        AssignAll();
    }

    private void OnCodeChanged(WorkerCodeChanged changed)
    {
        if (_state.Find(changed.RegistrationId) is not { } node)
        {
            return;
        }

        if (changed.Types is { } types)
        {
            _state.SetTypes(node, types);
            AssignAll();
        }

        if (node.Code.SequenceEqual(changed.Code))
        {
            return;
        }

        node.Code = changed.Code;
        _log.Info("Worker {Worker} has other code now: {Code}", node.Name, string.Join(", ", changed.Code));
        TellWorkers();
    }

    /// <summary>The first results of a module may come before the worker's word of it. They stand for equal tasks all the same.</summary>
    private void TakeCode(PoolNode node, ResultBatch results)
    {
        CodeIdentity? last = null;
        var isNew = false;
        foreach (ref readonly var row in results.Results.AsSpan())
        {
            if (row.Code is { } code && !ReferenceEquals(code, last))
            {
                last = code;
                isNew |= node.TryAddCode(code);
            }
        }

        if (isNew)
        {
            TellWorkers();
        }
    }

    /// <summary>Wanted attempts that a worker holds from before are in flight there; the others are cancelled.</summary>
    private void OnClaimed(HeldClaimed claimed)
    {
        if (_state.Find(claimed.RegistrationId) is not { } node)
        {
            return;
        }

        _state.Claimed(node);
        var adopted = claimed.Wanted.Where(attempt => _state.Adopt(node, attempt)).ToList();
        if (adopted.Count > 0)
        {
            _log.Info("Worker {Worker} goes on with {Tasks} tasks from before", node.Name, adopted.Count);
            _effects.Tell(_ledger, new AttemptsAssigned(node.Name, [.. adopted]));
        }

        var wanted = adopted.Select(static attempt => new AckRow(attempt.Task.Key, attempt.Attempt)).ToHashSet();
        Cancel(node, [.. claimed.Held.Where(row => !wanted.Contains(row))]);
        AssignAll();
    }

    private void OnExpect(ExpectWorkers expect)
    {
        _state.Expect(expect.Processes);
        _log.Info("Waiting up to {Patience} for {Workers} workers from before, which may still hold tasks", _options.RecoveryWait, expect.Processes.Length);
    }

    /// <summary>The workers that may hold tasks after a restart of the master, including those still expected.</summary>
    private void TellWorkers() => _effects.Tell(_ledger, new WorkersChanged(
        [.. _state.Nodes.Where(static node => node.Process != Guid.Empty).Select(static node => node.Process.ToString()), .. _state.Expected],
        [.. _state.Nodes.SelectMany(static node => node.Code).Distinct()]));

    private void OnUnreachable(PoolNode node)
    {
        _log.Warning("Worker {Worker} cannot be reached; its tasks are given to others in {Patience}", node.Name, _options.LostAfter);
        _state.SetUnreachable(node, Now);
    }

    private void OnReachable(PoolNode node)
    {
        _log.Info("Worker {Worker} can be reached again", node.Name);
        _state.SetUnreachable(node, null);
        CancelAgain(node);
        AssignTo(node);
    }

    private void OnLeaving(WorkerLeaving leaving)
    {
        if (_state.Find(leaving.RegistrationId) is { } node)
        {
            node.LeavesBecause = leaving.Reason;
            _state.Release(node);
        }
    }

    /// <summary>The ledger decides what becomes of what the node had.</summary>
    private void Lose(PoolNode? node, string reason)
    {
        if (node is null)
        {
            return;
        }

        var lost = _state.Remove(node, Now + _options.RecoveryWait);
        Context.Unwatch(node.Actor);
        Channel.Forget(node.Actor);
        if (!_released)
        {
            if (node.LeavesBecause is { } leaves)
            {
                _log.Info("Worker {Worker} has left with {Tasks} tasks: {Reason}", node.Name, lost.Count, leaves);
            }
            else
            {
                _log.Warning("Worker {Worker} is lost with {Tasks} tasks: {Reason}", node.Name, lost.Count, reason);
            }
        }

        TellGone([node.Process]);
        _effects.Tell(_provisioner, new WorkerDeparted(node.Uid, node.Name, node.LeavesBecause ?? reason, node.IsReleased || _released));
        Report(node, reason, lost);
        CancelOrphans();
        TellWorkers();
        AssignAll();
    }

    private void TellGone(IEnumerable<Guid> processes)
    {
        ImmutableArray<Guid> gone = [.. processes.Where(static process => process != Guid.Empty)];
        if (!gone.IsEmpty)
        {
            _effects.Tell(_ledger, new WorkersGone(gone));
        }
    }

    private void Report(PoolNode node, string reason, List<TaskAttempt> lost)
    {
        if (lost.Count > 0)
        {
            _effects.Tell(_ledger, new AttemptsLost(node.Name, node.LeavesBecause ?? reason, [.. lost]) { IsCounted = node.LeavesBecause is null });
        }
    }

    /// <summary>
    /// When an actor system terminates, Akka.Remote reports every actor at its address as terminated, including those of the next system
    /// that listens there. So such a worker is asked to register again, and counts as lost only if it does not.
    /// </summary>
    private void OnTerminated(Terminated gone)
    {
        if (_state.Find(gone.ActorRef) is { UnreachableSince: null } node && gone.AddressTerminated)
        {
            _effects.Tell(node.Actor, new WorkerUnknown(node.Id));
            _state.SetUnreachable(node, Now);
        }
        else if (!gone.AddressTerminated)
        {
            Lose(_state.Find(gone.ActorRef), "its process or actor system ended");
        }
    }

    private List<PoolNode> At(UniqueAddress address) =>
        [.. _state.Nodes.Where(node => node.Actor.Path.Address.Equals(address.Address) && (node.System == 0 || node.System == address.Uid))];
}
