using System.Globalization;
using System.Text.Json;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Provisioning;

// Commands about workers, those who wait for them, and who is told.
#pragma warning disable CA1001 // See the other part.
internal sealed partial class WorkerProvisioner
#pragma warning restore CA1001
{
    // Workers that are over, for those who ask for them by uid later.
    private const int MostKept = 1_000;

    private readonly HashSet<IActorRef> _subscribers = [];
    private readonly List<Wait> _waits = [];
    private readonly Dictionary<string, (string Uid, WorkerState State)> _registered = new(StringComparer.Ordinal);
    private readonly Queue<string> _overOrder = new();
    private readonly Dictionary<string, WorkerStateChanged> _over = new(StringComparer.Ordinal);

    private void OnCommand(CommandCall call)
    {
        switch (call.Command)
        {
            case AddWorkers add:
                OnAdd(add, call.Request);
                break;
            case ReleaseWorkers release:
                OnRelease(release, call.Request);
                break;
            case WaitWorkers wait:
                OnWait(wait, call.Request);
                break;
            case Subscribe:
                OnSubscribe(call.Request);
                break;
            case Contracts.Commands.Unsubscribe:
                Unsubscribe(call.Request.Requester);
                break;
            case ReadLog read:
                OnReadLog(read, call.Request);
                break;
            case Query or Observe:
                _pool.Tell(call with { Launches = [.. _launches.Values.Select(StatusOf)], PausedLaunchers = [.. _health.Where(static entry => entry.Value.Paused is not null).Select(static entry => new LauncherStatus(entry.Key, entry.Value.Paused!))] });
                break;
        }
    }

    private static LaunchStatus StatusOf(Launch launch) => new()
    {
        Uid = launch.Uid,
        State = launch.State,
        Launcher = launch.Launcher,
        Slots = launch.Entry.Worker.Slots,
        Detail = launch.Failure ?? launch.Detail,
    };

    private void OnAdd(AddWorkers add, CommandRequest request)
    {
        var problem = _asksForEnd is not null ? "the master is stopping and needs no more workers"
            : _contact is null ? "this master has no port, so other processes cannot be its workers; start one with 'scalems seed'"
            : null;
        if (problem is not null)
        {
            Answer(request, CommandRecords.Failed(request.Uid, problem));
            return;
        }

        var worker = add.Worker with { Launcher = add.Worker.Launcher ?? _settings.Launcher };
        HealthOf(worker.Launcher).Resume();
        var uids = Add(worker, add.Count, request.Requester, isElastic: false);
        Answer(request, CommandRecords.Done(request.Uid, JsonSerializer.SerializeToElement(uids), string.Join('\n', uids)));
    }

    private void OnRelease(ReleaseWorkers release, CommandRequest request)
    {
        var named = release.All
            ? [.. _launches.Keys, .. _registered.Values.Select(static worker => worker.Uid)]
            : release.Uids.Select(uid => _registered.TryGetValue(uid, out var worker) ? worker.Uid : uid);
        var (released, unknown) = (new List<string>(), new List<string>());
        foreach (var uid in named.Distinct())
        {
            (Release(uid, "on request") ? released : unknown).Add(uid);
        }

        var value = JsonSerializer.SerializeToElement(new Dictionary<string, List<string>> { ["released"] = released, ["unknown"] = unknown });
        Answer(request, unknown.Count == 0 || release.All
            ? CommandRecords.Done(request.Uid, value)
            : CommandRecords.Failed(request.Uid, $"{(unknown.Count == 1 ? "there is no worker" : "there are no workers")} {string.Join(", ", unknown)}; there are {(_registered.Count + _launches.Count == 0 ? "none" : string.Join(", ", _registered.Values.Select(static worker => worker.Uid).Concat(_launches.Keys).Distinct().Take(20)))}{(released.Count == 0 ? "" : $"; released: {string.Join(", ", released)}")}"));
    }

    /// <summary>Lets a worker go.</summary>
    /// <returns>False: there is none of that uid.</returns>
    private bool Release(string uid, string reason)
    {
        var isRegistered = _registered.Values.Any(worker => worker.Uid == uid);
        if (_launches.TryGetValue(uid, out var launch))
        {
            if (!launch.Entry.IsReleased)
            {
                launch.Entry = launch.Entry with { IsReleased = true };
                Write();
            }

            if (!isRegistered)
            {
                Cancel(launch, kill: false);
            }
        }

        if (isRegistered)
        {
            _pool.Tell(new ReleaseWorker(uid, reason));
            Announce(uid, WorkerState.Leaving, reason);
        }

        return isRegistered || launch is not null;
    }

    private void OnWait(WaitWorkers command, CommandRequest request)
    {
        var wait = new Wait(command, request);
        _waits.Add(wait);
        CheckWaits();
        if (_waits.Contains(wait))
        {
            Timers.StartSingleTimer(wait, new WaitOver(wait), TimeSpan.FromSeconds(command.Deadline));
        }
    }

    private void CheckWaits()
    {
        foreach (var wait in _waits.ToList())
        {
            var active = Active();
            var wanted = wait.Command.Uids.IsDefaultOrEmpty ? [] : wait.Command.Uids;
            var failed = wanted.Where(uid => !active.Contains(uid) && !_launches.ContainsKey(uid)).ToList();
            if (failed.Count > 0)
            {
                EndWait(wait, failed.Select(uid => _over.TryGetValue(uid, out var over) ? $"{uid} is {over.State.ToString().ToUpperInvariant()}: {over.Reason}" : $"there is no worker {uid}"));
            }
            else if (active.Count >= wait.Command.Count && wanted.All(active.Contains))
            {
                Finish(wait, CommandRecords.Done(wait.Request.Uid, JsonSerializer.SerializeToElement(wanted.Length > 0 ? wanted : [.. active]), string.Join('\n', active)));
            }
        }
    }

    private SortedSet<string> Active() => new(_registered.Values.Where(static worker => worker.State == WorkerState.Active).Select(static worker => worker.Uid), StringComparer.Ordinal);

    private void EndWait(Wait wait, string what)
    {
        var active = Active();
        var missing = wait.Command.Uids.IsDefaultOrEmpty ? [] : wait.Command.Uids.Where(uid => !active.Contains(uid)).ToList();
        EndWait(wait, missing.Count > 0
            ? missing.Select(uid => $"{uid} {what}{(_launches.TryGetValue(uid, out var launch) ? $": it is {launch.State.ToString().ToUpperInvariant()}{(launch.Detail.Length > 0 ? $", {launch.Detail}" : "")}" : "")}")
            : [string.Create(CultureInfo.InvariantCulture, $"{active.Count} of {wait.Command.Count} workers registered within {wait.Command.Deadline} s"), .. _launches.Values.Where(static launch => launch.IsPending).Take(10).Select(static launch => $"{launch.Uid} is {launch.State.ToString().ToUpperInvariant()}{(launch.Detail.Length > 0 ? $", {launch.Detail}" : "")}"), .. _over.Values.Where(static over => over.State == WorkerState.Failed).TakeLast(3).Select(static over => $"{over.Uid} has failed: {over.Reason}")]);
    }

    private void EndWait(Wait wait, IEnumerable<string> reasons) => Finish(wait, CommandRecords.Failed(wait.Request.Uid, string.Join("; ", reasons)));

    private void Finish(Wait wait, CommandReply reply)
    {
        if (_waits.Remove(wait))
        {
            Timers.Cancel(wait);
            Answer(wait.Request, reply);
        }
    }

    private void OnSubscribe(CommandRequest request)
    {
        _subscribers.Add(request.Requester);
        Context.Watch(request.Requester);
        Answer(request, CommandRecords.Done(request.Uid));
        var now = Context.System.Scheduler.Now;
        foreach (var launch in _launches.Values.Where(launch => _registered.Values.All(worker => worker.Uid != launch.Uid)))
        {
            request.Requester.Tell(new WorkerStateChanged(launch.Uid, launch.State, now, launch.Detail), Context.Parent);
        }

        foreach (var (name, (uid, state)) in _registered)
        {
            request.Requester.Tell(new WorkerStateChanged(uid, state, now, "") { Name = name }, Context.Parent);
        }
    }

    private void Unsubscribe(IActorRef actor)
    {
        if (_subscribers.Remove(actor))
        {
            Context.Unwatch(actor);
        }
    }

    private void OnReadLog(ReadLog read, CommandRequest request)
    {
        if (!_launches.TryGetValue(read.Id, out var launch))
        {
            Answer(request, CommandRecords.Failed(request.Uid, $"there is no worker '{read.Id}' that this master has started and that is not over"));
            return;
        }

        const int Most = 64 * 1024;
        Have(
            launch,
            static (launcher, entry, end) => launcher.ReadLogAsync(entry, Most, end),
            (uid, log, problem) => new LogRead(request, problem is null ? new TaskLog { Id = uid, State = Contracts.Tasks.TaskState.Done, Stdout = log! } : CommandRecords.Failed(request.Uid, problem)));
    }

    private void OnArrived(WorkerArrived arrived)
    {
        var isKnown = _registered.TryGetValue(arrived.Name, out var before) && before == (arrived.Uid, WorkerState.Active);
        _registered[arrived.Name] = (arrived.Uid, WorkerState.Active);
        if (isKnown)
        {
            // It has registered anew.
            return;
        }

        if (_launches.TryGetValue(arrived.Uid, out var launch))
        {
            launch.Name = arrived.Name;
            (launch.IsBegun, launch.IsWritten) = (true, true);
            HealthOf(launch.Launcher).Succeeded();
            if (launch.Entry.IsReleased)
            {
                // Released by a master before, or while it was on its way.
                _pool.Tell(new ReleaseWorker(arrived.Uid, "it is not needed any more"));
                Announce(launch, WorkerState.Leaving, "it is not needed any more");
                return;
            }

            Announce(launch, WorkerState.Active, "");
        }
        else
        {
            Announce(arrived.Uid, WorkerState.Active, "");
        }

        CheckWaits();
    }

    private void OnDeparted(WorkerDeparted departed)
    {
        var wasLeaving = _registered.Remove(departed.Name, out var worker) && worker.State == WorkerState.Leaving;
        if (_launches.TryGetValue(departed.Uid, out var launch))
        {
            // Whether it is over, or only the connection, its system knows.
            launch.Detail = departed.Reason;
            if (launch.State == WorkerState.Active)
            {
                Announce(launch, departed.IsExpected || launch.Entry.IsReleased ? WorkerState.Leaving : WorkerState.Starting, departed.Reason);
            }

            Look(launch);
        }
        else
        {
            Announce(new WorkerStateChanged(departed.Uid, wasLeaving || departed.IsExpected ? WorkerState.Done : WorkerState.Lost, Context.System.Scheduler.Now, departed.Reason) { Name = departed.Name });
        }

        CheckWaits();
    }

    private void Announce(string uid, WorkerState state, string reason)
    {
        if (_launches.TryGetValue(uid, out var launch))
        {
            Announce(launch, state, reason);
            return;
        }

        var name = _registered.FirstOrDefault(worker => worker.Value.Uid == uid).Key ?? uid;
        _registered[name] = (uid, state);
        Announce(new WorkerStateChanged(uid, state, Context.System.Scheduler.Now, reason) { Name = name });
    }

    private void Announce(Launch launch, WorkerState state, string reason)
    {
        (launch.State, launch.Since) = (state, Now);
        if (launch.Name.Length > 0 && _registered.TryGetValue(launch.Name, out var worker))
        {
            _registered[launch.Name] = (worker.Uid, state);
        }

        var change = new WorkerStateChanged(launch.Uid, state, Context.System.Scheduler.Now, reason) { Name = launch.Name };
        if (state is WorkerState.Active || change.IsFinal)
        {
            launch.Requester.Tell(change, Context.Parent);
            launch.Requester = ActorRefs.Nobody;
        }

        if (state is WorkerState.Failed or WorkerState.Lost)
        {
            _log.Warning("Worker {Worker} is {State}: {Reason}", launch.Uid, state.ToString().ToUpperInvariant(), reason);
        }

        Announce(change);
    }

    private void Announce(WorkerStateChanged change)
    {
        if (change.IsFinal)
        {
            if (_over.TryAdd(change.Uid, change))
            {
                _overOrder.Enqueue(change.Uid);
                if (_overOrder.Count > MostKept)
                {
                    _over.Remove(_overOrder.Dequeue());
                }
            }

            CheckWaits();
        }
        else
        {
            _over.Remove(change.Uid);
        }

        foreach (var subscriber in _subscribers)
        {
            subscriber.Tell(change, Context.Parent);
        }
    }

    private static void Answer(CommandRequest request, CommandReply reply) => request.Handler.Tell(new CommandFinished(request, reply));

    private sealed record Wait(WaitWorkers Command, CommandRequest Request)
    {
        public bool Equals(Wait? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }

    private sealed record WaitOver(Wait Wait);

    private sealed record LogRead(CommandRequest Request, object Answer);
}
