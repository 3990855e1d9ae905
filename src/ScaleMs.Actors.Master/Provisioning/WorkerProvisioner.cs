using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Provisioning.Launchers;
using ScaleMs.Actors.Master.Provisioning.Settings;

namespace ScaleMs.Actors.Master.Provisioning;

/// <summary>
/// Starts workers, follows them until they are over, and lets them go. What it has started is in the journal before it is started, so a master that
/// starts again finds it. Launchers do the slow part on other threads.
/// </summary>
#pragma warning disable CA1001 // It is disposed of when the actor stops.
internal sealed partial class WorkerProvisioner : ReceiveActor, IWithTimers
#pragma warning restore CA1001
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    // Enough for the last error of a worker, small enough for any message.
    private const int LogTail = 2_000;

    private readonly ProvisioningSettings _settings;
    private readonly FrozenDictionary<string, IWorkerLauncher> _launchers;
    private readonly Dictionary<string, LauncherHealth> _health = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Launch> _launches = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private readonly IActorRef _ledger;
    private readonly IActorRef _pool;
    private readonly string? _contact;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private int _next;
    private long _written;
    private IActorRef? _asksForEnd;
    private TimeSpan _endsSince;

    public WorkerProvisioner(ProvisioningSettings settings, IReadOnlyDictionary<string, IWorkerLauncher> launchers, LaunchRecord before, IActorRef ledger, IActorRef pool)
    {
        (_settings, _launchers, _ledger, _pool) = (settings, launchers.ToFrozenDictionary(), ledger, pool);
        _contact = settings.Contact.Length > 0 ? settings.Contact : ContactOf(Context.System);
        _next = before.Next;
        foreach (var entry in before.Launches)
        {
            // It may be anywhere between not begun and over: a look shows.
            _launches.Add(entry.Uid, new Launch(entry) { State = WorkerState.Starting, IsWritten = true, IsBegun = true, Since = Now });
        }

        Receive<CommandCall>(OnCommand);
        Receive<LaunchesWritten>(OnWritten);
        Receive<Started>(OnStarted);
        Receive<Looked>(OnLooked);
        Receive<Cancelled>(OnCancelled);
        Receive<Ended>(OnEnded);
        Receive<WorkerArrived>(OnArrived);
        Receive<WorkerDeparted>(OnDeparted);
        Receive<PoolLoad>(OnLoad);
        Receive<EndLaunches>(OnEnd);
        Receive<Terminated>(gone => Unsubscribe(gone.ActorRef));
        Receive<LogRead>(read => read.Request.Handler.Tell(new CommandFinished(read.Request, read.Answer)));
        Receive<WaitOver>(over => EndWait(over.Wait, "did not register in time"));
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(ProvisioningSettings settings, IReadOnlyDictionary<string, IWorkerLauncher> launchers, LaunchRecord before, IActorRef ledger, IActorRef pool) =>
        Akka.Actor.Props.Create(() => new WorkerProvisioner(settings, launchers, before, ledger, pool));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);
        if (_launches.Count > 0)
        {
            _log.Info("Looking for {Workers} workers that were started before", _launches.Count);
        }

        foreach (var worker in _settings.AtStart)
        {
            Add(worker with { Launcher = worker.Launcher ?? _settings.Launcher }, 1, ActorRefs.Nobody, isElastic: false);
        }
    }

    protected override void PostStop()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private static string? ContactOf(ActorSystem system) =>
        ((ExtendedActorSystem)system).Provider.DefaultAddress is { Host: { } host, Port: { } port } ? $"{host}:{port.ToString(CultureInfo.InvariantCulture)}" : null;

    /// <summary>Makes launches, which begin when the journal has them.</summary>
    private ImmutableArray<string> Add(WorkerDescription worker, int count, IActorRef requester, bool isElastic)
    {
        var uids = ImmutableArray.CreateBuilder<string>(count);
        for (var i = 0; i < count; i++)
        {
            var uid = string.Create(CultureInfo.InvariantCulture, $"{_settings.MasterUid}.worker.{_next++:d4}");
            _launches.Add(uid, new Launch(new WorkerLaunch(uid, $"{uid}.{Guid.NewGuid().ToString("N")[..8]}", worker, TaskTimestamps.ToMicroseconds(Context.System.Scheduler.Now)) { IsElastic = isElastic }) { Since = Now, Requester = requester });
            uids.Add(uid);
        }

        Write();
        foreach (var uid in uids)
        {
            Announce(_launches[uid], WorkerState.New, "");
        }

        return uids.MoveToImmutable();
    }

    private void Write() => _ledger.Tell(new LaunchesChanged(++_written, new LaunchRecord(_next, [.. _launches.Values.Select(static launch => launch.Entry)])));

    private void OnWritten(LaunchesWritten written)
    {
        if (written.Version == _written)
        {
            foreach (var launch in _launches.Values)
            {
                launch.IsWritten = true;
            }

            Begin();
        }
    }

    private LauncherHealth HealthOf(string launcher)
    {
        if (!_health.TryGetValue(launcher, out var health))
        {
            _health.Add(launcher, health = new LauncherHealth(_settings));
        }

        return health;
    }

    /// <summary>Starts what may begin, the oldest first.</summary>
    private void Begin()
    {
        var pending = _launches.Values.Count(static launch => launch.IsBegun && launch.IsPending);
        foreach (var launch in _launches.Values.Where(static launch => launch is { State: WorkerState.New, IsWritten: true, IsBegun: false, Failure: null }).OrderBy(static launch => launch.Uid, StringComparer.Ordinal))
        {
            if (pending < _settings.MaxPending && HealthOf(launch.Launcher).MayStart(Now))
            {
                pending++;
                Begin(launch);
            }
        }
    }

    private void Begin(Launch launch)
    {
        (launch.IsBegun, launch.IsBusy) = (true, true);
        var script = WorkerScript.Of(launch.Entry, _settings, _contact!);
        Have(launch, (launcher, entry, end) => launcher.StartAsync(entry, script, end), static (uid, job, problem) => new Started(uid, job ?? "", problem));
    }

    /// <summary>Has the launcher do something, which may take seconds; its answer comes as a message.</summary>
    private void Have<T>(Launch launch, Func<IWorkerLauncher, WorkerLaunch, CancellationToken, Task<T>> act, Func<string, T?, string?, object> answer)
    {
        var (launcher, entry, self, end) = (_launchers[launch.Launcher], launch.Entry, Self, _end.Token);
        _ = Task.Run(
            async () =>
            {
                try
                {
                    self.Tell(answer(entry.Uid, await act(launcher, entry, end).ConfigureAwait(false), null), ActorRefs.NoSender);
                }
                catch (Exception error)
                {
                    self.Tell(answer(entry.Uid, default, error is LaunchException ? error.Message : $"{error.GetType().Name}: {error.Message}"), ActorRefs.NoSender);
                }
            },
            CancellationToken.None);
    }

    private void OnStarted(Started started)
    {
        if (!_launches.TryGetValue(started.Uid, out var launch))
        {
            return;
        }

        launch.IsBusy = false;
        if (started.Failure is { } failure)
        {
            HealthOf(launch.Launcher).Failed(failure, Now);
            Over(launch, WorkerState.Failed, failure);
            return;
        }

        launch.Detail = started.Job;
        if (launch.State == WorkerState.New)
        {
            Announce(launch, _launchers[launch.Launcher].Queues ? WorkerState.Pending : WorkerState.Starting, started.Job);
        }

        launch.LookedAt = Now;
        if (launch.Entry.IsReleased)
        {
            // It was let go while it was being started.
            Cancel(launch, kill: false);
        }
    }

    private void Look(Launch launch)
    {
        if (launch.IsBusy || !launch.IsBegun)
        {
            return;
        }

        (launch.IsBusy, launch.LookedAt) = (true, Now);
        Have(launch, static (launcher, entry, end) => launcher.LookAsync(entry, end), static (uid, sight, problem) => new Looked(uid, sight, problem));
    }

    private void OnLooked(Looked looked)
    {
        if (!_launches.TryGetValue(looked.Uid, out var launch))
        {
            return;
        }

        launch.IsBusy = false;
        if (looked.Problem is { } problem)
        {
            // What runs there is not concerned: the host or the queueing system cannot be asked for a while.
            launch.Detail = problem;
            return;
        }

        switch (looked.Sight.Kind)
        {
            case LaunchSightKind.Queued when launch.State is WorkerState.New or WorkerState.Starting:
                Announce(launch, WorkerState.Pending, looked.Sight.Detail);
                break;
            case LaunchSightKind.Queued:
                launch.Detail = looked.Sight.Detail;
                break;
            case LaunchSightKind.Runs when launch.State is WorkerState.New or WorkerState.Pending:
                Announce(launch, WorkerState.Starting, looked.Sight.Detail);
                break;
            case LaunchSightKind.Ended:
                ReadEnd(launch, looked.Sight);
                break;
        }
    }

    /// <summary>It has ended: the log says why.</summary>
    private void ReadEnd(Launch launch, LaunchSight sight)
    {
        launch.IsBusy = true;
        Have(launch, static (launcher, entry, end) => launcher.ReadLogAsync(entry, LogTail, end), (uid, log, problem) => new Ended(uid, sight, (log ?? problem ?? "").Trim()));
    }

    private void OnEnded(Ended ended)
    {
        if (!_launches.TryGetValue(ended.Uid, out var launch))
        {
            return;
        }

        launch.IsBusy = false;
        var how = ended.Sight.ExitCode is { } code ? $"it ended with exit code {code.ToString(CultureInfo.InvariantCulture)}" : ended.Sight.Detail;
        if (launch.State is WorkerState.Active or WorkerState.Leaving || launch.Entry.IsReleased)
        {
            var isExpected = launch.Entry.IsReleased || launch.State == WorkerState.Leaving || ended.Sight.ExitCode == 0;
            Over(launch, isExpected ? WorkerState.Done : WorkerState.Lost, isExpected ? how : WithLog(how, ended.Log));
            return;
        }

        var reason = launch.Failure ?? WithLog($"{how} before it had registered", ended.Log);
        HealthOf(launch.Launcher).Failed(reason, Now);
        Over(launch, WorkerState.Failed, reason);
    }

    private static string WithLog(string how, string log) => log.Length > 0 ? $"{how}, and said: {log}" : how;

    private void Cancel(Launch launch, bool kill)
    {
        launch.CancelledAt = Now;
        if (!launch.IsBegun)
        {
            Over(launch, WorkerState.Done, "it was let go before it was started");
            return;
        }

        Have(
            launch,
            async (launcher, entry, end) =>
            {
                await launcher.CancelAsync(entry, kill, end).ConfigureAwait(false);
                return true;
            },
            static (uid, _, problem) => new Cancelled(uid, problem));
    }

    private void OnCancelled(Cancelled cancelled)
    {
        if (_launches.TryGetValue(cancelled.Uid, out var launch))
        {
            launch.Detail = cancelled.Problem ?? launch.Detail;
            Look(launch);
        }
    }

    private void OnTick()
    {
        var now = Now;
        foreach (var launch in _launches.Values.ToList())
        {
            Attend(launch, now);
        }

        Begin();
        CheckEnd(now);
        if (_settings.Elastic is not null && _asksForEnd is null)
        {
            _pool.Tell(AskLoad.Instance);
        }
    }

    private void Attend(Launch launch, TimeSpan now)
    {
        if (launch is { IsBegun: true, IsPending: true, Failure: null, Entry.IsReleased: false })
        {
            var (deadline, what) = launch.State == WorkerState.Pending ? (_settings.QueueDeadline, "begin") : (_settings.Deadline, "register");
            if (now - launch.Since >= deadline)
            {
                launch.Failure = string.Create(CultureInfo.InvariantCulture, $"it did not {what} within {deadline.TotalSeconds:0.###} s{(launch.Detail.Length > 0 ? $" ({launch.Detail})" : "")}");
                _log.Warning("Worker {Worker}: {Reason}; it is cancelled", launch.Uid, launch.Failure);
                Cancel(launch, kill: false);
            }
        }

        if (launch.CancelledAt is { } cancelled && now - cancelled >= _settings.EndDeadline)
        {
            Cancel(launch, kill: true);
        }

        // What is registered is watched by the pool, so a look every now and then is enough.
        var interval = launch.State switch
        {
            WorkerState.Active => _settings.LookInterval * 15,
            WorkerState.Leaving => _settings.LookInterval / 4,
            _ => _settings.LookInterval,
        };
        if (launch.IsBegun && now - launch.LookedAt >= interval && _launchers.ContainsKey(launch.Launcher))
        {
            Look(launch);
        }
    }

    private void Over(Launch launch, WorkerState state, string reason)
    {
        _launches.Remove(launch.Uid);
        Write();
        Announce(launch, state, reason);
        CheckEnd(Now);
    }

    private sealed record Started(string Uid, string Job, string? Failure);

    private sealed record Looked(string Uid, LaunchSight Sight, string? Problem);

    private sealed record Ended(string Uid, LaunchSight Sight, string Log);

    private sealed record Cancelled(string Uid, string? Problem);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
