using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Remote;
using ScaleMs.Actors.Connection.Files;
using ScaleMs.Actors.Connection.Membership;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Worker.Slots;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Worker.Registration;

internal sealed partial class WorkerNode
{
    private static readonly TimeSpan LongestLeave = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RegisterInterval = TimeSpan.FromMilliseconds(500);

    private Guid _registration;
    private IActorRef? _pool;
    private bool _everRegistered;

    private void ReceiveRegistration()
    {
        Receive<TryRegister>(_ => AskToRegister());
        Receive<WorkerRegistered>(registered =>
        {
            if (registered.RegistrationId == _registration && _pool is null)
            {
                Registered(registered);
            }
        });
        Receive<WorkerUnknown>(unknown =>
        {
            if (unknown.RegistrationId == _registration && _pool is not null)
            {
                _log.Info("The master no longer knows this worker; registering again");
                Context.Unwatch(_pool);
                Register();
            }
        });
        Receive<Terminated>(terminated =>
        {
            if (terminated.ActorRef.Equals(_pool) && _released)
            {
                // A master releases its workers when all tasks are final, so no client waits for what is left here.
                _exit.TrySetResult(new WorkerExit(0, "released by a master that has ended"));
            }
            else if (terminated.ActorRef.Equals(_pool) && !SystemEnds)
            {
                _log.Info("The master is gone; {Waiting} tasks wait here and the slots keep running; looking for it", _slots.Board.Count);
                Register();
            }
        });
        Receive<Refused>(refused =>
        {
            if (_pool is null)
            {
                _exit.TrySetResult(new WorkerExit(1, $"the master refuses this worker: {refused.Reason}"));
            }
        });
        Receive<TimeIsUp>(_ => _exit.TrySetResult(new WorkerExit(0, string.Create(CultureInfo.InvariantCulture, $"its time limit of {_options.TimeLimit!.Value.TotalSeconds:0.###} s is near"))));
        Receive<NoMaster>(_ =>
        {
            if (!_everRegistered)
            {
                _exit.TrySetResult(new WorkerExit(
                    1,
                    $"no master answered at {_locator} within {_options.RegisterDeadline.TotalSeconds:0.#} s; start one with 'scalems seed', or give its address with --seed HOST:PORT"));
            }
        });
    }

    private void Register()
    {
        if (_pool is not null)
        {
            Channel.Forget(_pool);
        }

        _pool = null;
        _slots.IsRegistered = false;
        _files.Tell(new FileDesk.UseKeeper(null));
        ForgetSpread();
        _registration = Guid.CreateVersion7();
        if (!_everRegistered)
        {
            Timers.StartSingleTimer(nameof(NoMaster), NoMaster.Instance, _options.RegisterDeadline);
        }

        Timers.StartPeriodicTimer(nameof(TryRegister), TryRegister.Instance, TimeSpan.Zero, RegisterInterval);
        if (_slots.Environments is { Known.IsCompleted: false } environments)
        {
            _ = environments.Known.PipeTo(Self, success: static _ => TryRegister.Instance);
        }
    }

    /// <summary>Ends what runs here of tasks that are spread over workers. The worker registers when it has ended, since the next attempt may come here too.</summary>
    private void ForgetSpread()
    {
        foreach (var task in _slots.Ranks.ForgetSpread())
        {
            if (_slots.Board.Remove(task.Id))
            {
                _slots.Ranks.Drop(task.Id);
            }
            else
            {
                task.End(EndReason.Canceled);
            }
        }

        foreach (var id in _slots.Unacknowledged.Ids.Where(_slots.Ranks.IsForgotten).ToList())
        {
            _slots.Unacknowledged.Remove(id);
        }
    }

    /// <summary>
    /// A downed system also considers the master gone. If it registered with the next master, its own end would look
    /// like the loss of a worker, and the tasks in its slots would run again elsewhere.
    /// </summary>
    private static bool SystemEnds =>
        CoordinatedShutdown.Get(Context.System).ShutdownReason is not null || (ClusterProvider.IsOf(Context.System) && Cluster.Get(Context.System).IsTerminated);

    private void AskToRegister()
    {
        if (SystemEnds || _slots.Environments is { Known.IsCompleted: false } || _slots.Ranks.All.Any(static task => task.IsSpread))
        {
            return;
        }

        _locator.Tell(
            new RegisterWorker
            {
                RegistrationId = _registration,
                Process = _slots.Process,
                System = AddressUidExtension.Uid(Context.System),
                ApiName = Cpi.ApiName,
                WireVersion = Cpi.WireVersion,
                Name = _options.Name,
                Launch = _options.Launch,
                RemainingMilliseconds = Remaining is { } left ? (long)Math.Max(1, left.TotalMilliseconds) : 0,
                Slots = _slots.Board.Capacity,
                Code = _slots.Code,
                Runtimes = _slots.Environments?.Runtimes ?? [],
                Types = _slots.Types,
                Held = _slots.Held(),
                HeldResources = _slots.HeldResources,
                Resources = _slots.Resources,
            },
            Self);
    }

    /// <summary>Time until it hands back what it has; null = it does not end.</summary>
    private TimeSpan? Remaining => _options.TimeLimit is { } limit ? limit - LeaveBefore(limit) - TimeProvider.System.GetElapsedTime(_slots.Begun) : null;

    /// <summary>Time before the limit: enough to leave, and to end what runs.</summary>
    private static TimeSpan LeaveBefore(TimeSpan limit) => limit / 10 is var tenth && tenth < LongestLeave ? tenth : LongestLeave;

    private void Registered(WorkerRegistered registered)
    {
        Timers.Cancel(nameof(TryRegister));
        Timers.Cancel(nameof(NoMaster));
        _everRegistered = true;
        _slots.IsRegistered = true;
        _slots.SubTasks.MasterUid = registered.MasterUid;
        _pool = registered.Pool;
        Context.Watch(_pool);
        _files.Tell(new FileDesk.UseKeeper(registered.Files));
        _subTasks.Tell(SubTaskSession.LookAgain.Instance);
        Context.System.EventStream.Publish(new MasterMemberWatch.MasterFound(_pool.Path.Address));
        ForgetEarlierRegistration();
        _log.Info(
            "Registered with {Master} as {Name}, {Slots} slots{Resources}",
            registered.MasterUid, _options.Name, _slots.Board.Capacity, _slots.Resources.ToString() is { Length: > 0 } resources ? $", {resources}" : "");
        Self.Tell(TellCode.Instance);
        SendAgain(TimeSpan.MaxValue);
        Flush();
        _slots.Ranks.ForgetNoMore();
        AnnounceStarts(again: true);
    }

    private sealed record TryRegister
    {
        public static readonly TryRegister Instance = new();
    }

    private sealed record TimeIsUp
    {
        public static readonly TimeIsUp Instance = new();
    }

    private sealed record NoMaster
    {
        public static readonly NoMaster Instance = new();
    }
}
