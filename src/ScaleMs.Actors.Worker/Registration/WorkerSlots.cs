using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Isolation;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>
/// A worker's slots with what waits, runs and has ended in them. Lives as long as the process, while actor systems come and go:
/// the current <see cref="WorkerNode"/> attaches itself as listener.
/// </summary>
internal sealed class WorkerSlots : ISlotHost, IDisposable
{
    private readonly ConcurrentQueue<ResultRow> _ended = new();
    private readonly ConcurrentDictionary<AckRow, StartAnnouncement> _announcements = new();
    private readonly TaskCompletionSource<string> _cannotStart = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ImmutableArray<Slot> _slots;
    private readonly Lock _codeGate = new();
    private readonly ImmutableArray<CodeIdentity>[] _codeOfSlots;
    private readonly ModuleFiles _modules;
    private readonly bool _canRunFromStart;
    private ISlotListener? _listener;
    private int _endedCount;
    private bool _isRegistered;
    private int _abandoned;

    /// <summary>Slots that are threads of this process.</summary>
    /// <param name="slots">How many.</param>
    /// <param name="executors">What runs in them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="modules">Files that the executors have code from.</param>
    public WorkerSlots(int slots, TaskExecutors executors, TimeProvider time, ImmutableArray<string>? modules = null)
    {
        _modules = new ModuleFiles(modules ?? []);
        Board = new SlotBoard(slots);
        _codeOfSlots = [executors.Code];
        _slots = [.. Enumerable.Range(0, slots).Select(number => new ThreadSlot(number, this, executors, time))];
        _canRunFromStart = true;
    }

    /// <summary>Slots with a process each. That of the first one starts with the slots, so that what is wrong with it is known soon; the others with their first task.</summary>
    /// <exception cref="ModuleException">A module cannot be loaded.</exception>
    public WorkerSlots(int slots, ProcessSlotSettings settings, TimeProvider time)
    {
        Board = new SlotBoard(slots);
        _modules = new ModuleFiles(settings.Start.Modules);
        _codeOfSlots = [.. Enumerable.Repeat(ModuleCatalog.CodeOf(settings.Start.Modules), slots)];
        _slots = [.. Enumerable.Range(0, slots).Select(number => new ProcessSlot(number, this, settings, time, startAtOnce: number == 0))];
    }

    /// <summary>Slots as configured.</summary>
    /// <param name="options">The worker's options.</param>
    /// <param name="command">Starts a slot's process; null = tasks run in this process.</param>
    /// <param name="loaded">Assemblies of this program with functions for tasks in this process.</param>
    /// <exception cref="ModuleException">A module cannot be loaded.</exception>
    public static WorkerSlots Create(WorkerSettings options, SlotCommand? command, IEnumerable<Assembly>? loaded = null)
    {
        SecretVariables.Forget();
        if (command is null)
        {
            return new WorkerSlots(options.Slots, new TaskExecutors(ModuleCatalog.Load(options.Modules, loaded), options.Executors), TimeProvider.System, options.Modules);
        }

        return new WorkerSlots(options.Slots, options.InProcesses(command), TimeProvider.System);
    }

    /// <summary>The code of the functions that can run here; of a module twice where a slot has loaded it anew and others have not.</summary>
    public ImmutableArray<CodeIdentity> Code
    {
        get
        {
            lock (_codeGate)
            {
                return [.. _codeOfSlots.SelectMany(static code => code).Distinct()];
            }
        }
    }

    /// <summary>Completed when a slot can run tasks.</summary>
    public Task CanRun => _started.Task;

    /// <summary>Completed, with the reason, when no slot can run anything, because their processes do not start.</summary>
    public Task<string> CannotRun => _cannotStart.Task;

    /// <summary>Tasks that wait for the master to be told that they begin.</summary>
    public IEnumerable<StartAnnouncement> Announcements => _announcements.Values;

    public SlotBoard Board { get; }

    /// <summary>Tells this process from others, through all registrations.</summary>
    public Guid Process { get; } = Guid.CreateVersion7();

    public ImmutableArray<Slot> Slots => _slots;

    /// <summary>Results that the master has not acknowledged, with their age. Belongs to the attached node alone.</summary>
    public UnacknowledgedResults Unacknowledged { get; } = new();

    /// <summary>Tasks that were given up and whose threads may still run.</summary>
    public int Abandoned => Volatile.Read(ref _abandoned);

    /// <summary>True when nothing waits, runs or is to be reported.</summary>
    public bool IsEmpty => Board.Count == 0 && _ended.IsEmpty && Unacknowledged.Count == 0 && _slots.All(static slot => slot.Running is null);

    /// <summary>True when nothing runs or is to be reported; tasks may wait.</summary>
    public bool NothingRuns => _ended.IsEmpty && Unacknowledged.Count == 0 && _slots.All(static slot => slot.Running is null);

    /// <summary>True once a master has taken this worker, in any of its actor systems.</summary>
    public bool EverRegistered { get; private set; }

    /// <summary>Whether a master counts on this worker now. Set by the worker's actor, read on any thread.</summary>
    public bool IsRegistered
    {
        get => Volatile.Read(ref _isRegistered);
        set
        {
            Volatile.Write(ref _isRegistered, value);
            EverRegistered |= value;
        }
    }

    /// <summary>Begins to run tasks; once.</summary>
    public void Start()
    {
        foreach (var slot in _slots)
        {
            slot.Start();
        }

        if (_canRunFromStart)
        {
            _started.SetResult();
        }
    }

    /// <summary>From now on the listener hears what happens in the slots.</summary>
    public void Attach(ISlotListener listener) => Volatile.Write(ref _listener, listener);

    /// <summary>Nobody listens any more; what ends is kept.</summary>
    public void Detach(ISlotListener listener) => Interlocked.CompareExchange(ref _listener, null, listener);

    /// <summary>
    /// Everything that waits or runs here, or has ended without the master having acknowledged it. Looked at in the order in which a task
    /// goes through it, so that none slips by.
    /// </summary>
    public ImmutableArray<AckRow> Held()
    {
        HashSet<AckRow> held = [.. Board.Waiting(), .. Running()];
        held.UnionWith(_ended.Select(static result => new AckRow(result.Key, result.Attempt)));
        held.UnionWith(Unacknowledged.Ids);
        return [.. held];
    }

    /// <summary>Takes results that have ended and nobody has taken yet.</summary>
    public bool TryTakeEnded(out ResultRow result)
    {
        if (!_ended.TryDequeue(out result))
        {
            return false;
        }

        Interlocked.Decrement(ref _endedCount);
        return true;
    }

    /// <summary>Identities of what runs.</summary>
    public IEnumerable<AckRow> Running() => _slots.Select(static slot => slot.Running?.Id).OfType<AckRow>();

    /// <summary>Reports a task as ended that never began.</summary>
    public void EndWithout(AckRow id, EndReason reason, long nowMicroseconds)
    {
        Add(new ResultRow
        {
            Key = id.Key,
            Attempt = id.Attempt,
            State = reason.State,
            FinishedMicroseconds = nowMicroseconds,
            Payload = reason.Outcome.ToUtf8Json(),
        });
        Volatile.Read(ref _listener)?.ResultsReady();
    }

    /// <summary>Gives a task up that does not end; false when it ended after all.</summary>
    public bool Abandon(Slot slot, RunningTask task)
    {
        if (!slot.Abandon(task))
        {
            return false;
        }

        if (slot.LeavesThreads)
        {
            Interlocked.Increment(ref _abandoned);
        }

        return true;
    }

    /// <summary>Called now and then: takes up modules that have been built again.</summary>
    /// <returns>What the worker's log should say of it; null = nothing has changed.</returns>
    public string? LookAtModules()
    {
        if (!_modules.HaveChanged() || _modules.Code() is not { } code || code.All(Code.Contains))
        {
            return null;
        }

        var built = string.Join(", ", code.Except(Code));
        if (!_slots.All(static slot => slot.Renew()))
        {
            return $"{built} was built again; this worker goes on with the code that it has loaded, so start it again";
        }

        lock (_codeGate)
        {
            Array.Fill(_codeOfSlots, code);
        }

        Volatile.Read(ref _listener)?.CodeChanged();
        return $"{built} was built again; tasks that begin from now on run it";
    }

    /// <summary>Called by slots: their process has loaded this.</summary>
    public void Loaded(Slot slot, ImmutableArray<CodeIdentity> code)
    {
        lock (_codeGate)
        {
            if (_codeOfSlots[slot.Number].SequenceEqual(code))
            {
                return;
            }

            _codeOfSlots[slot.Number] = code;
        }

        Volatile.Read(ref _listener)?.CodeChanged();
    }

    /// <summary>Called by slots: a task has begun.</summary>
    public void Started(Slot slot, RunningTask task)
    {
        if (task.Row.TimeoutMilliseconds > 0)
        {
            Volatile.Read(ref _listener)?.TimedTaskStarted(slot, task);
        }
    }

    /// <summary>Called by slots before a task begins that was lost once: returns when the master knows that it begins.</summary>
    /// <exception cref="OperationCanceledException">For <paramref name="stop"/>.</exception>
    public void Announce(in TaskRow row, CancellationToken stop)
    {
        var announcement = new StartAnnouncement(new AckRow(row.Key, row.Attempt));
        _announcements[announcement.Task] = announcement;
        Volatile.Read(ref _listener)?.StartsToAnnounce();
        try
        {
            announcement.Wait(stop);
        }
        finally
        {
            _announcements.TryRemove(announcement.Task, out _);
        }
    }

    /// <summary>Called by slots: a task was to be cancelled before it began, and has begun.</summary>
    public void StartedDespiteCancellation(Slot slot, RunningTask task) => Volatile.Read(ref _listener)?.CancelRunning(slot, task);

    /// <summary>Called by slots: their process is ready for tasks.</summary>
    public void CanStart() => _started.TrySetResult();

    /// <summary>Called by slots: their process does not start, several times on end.</summary>
    public void CannotStart(Slot slot, string reason)
    {
        if (!_started.Task.IsCompleted)
        {
            _cannotStart.TrySetResult(reason);
        }

        Logged(slot, $"its process does not start: {reason}");
    }

    /// <summary>Called by slots: something for the worker's log.</summary>
    public void Logged(Slot slot, string text) => Volatile.Read(ref _listener)?.Logged(slot, text);

    /// <summary>Called by slots: a task has ended, and its result is added. Reported at once when a batch is full; else when there is nothing more to do.</summary>
    public void Ended()
    {
        if (Volatile.Read(ref _endedCount) >= BatchLimits.Rows)
        {
            Volatile.Read(ref _listener)?.ResultsReady();
        }
    }

    /// <summary>Called by slots that find nothing to do.</summary>
    public void Idle()
    {
        if (!_ended.IsEmpty)
        {
            Volatile.Read(ref _listener)?.ResultsReady();
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.ShutDown();
        }
    }

    /// <summary>Keeps a result until it is taken.</summary>
    public void Add(ResultRow result)
    {
        _ended.Enqueue(result);
        Interlocked.Increment(ref _endedCount);
    }
}
