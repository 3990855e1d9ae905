using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Executors.Versions;
using ScaleMs.Actors.Worker.Files;
using ScaleMs.Actors.Worker.Isolation;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Mpi;
using ScaleMs.Actors.Worker.Resources;
using ScaleMs.Actors.Worker.Slots;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>
/// A worker's slots, with their waiting, running and ended tasks. They live as long as the process, while actor systems come and go:
/// the current <see cref="WorkerNode"/> attaches itself as listener.
/// </summary>
internal sealed class WorkerSlots : ISlotHost, IDisposable
{
    private readonly ConcurrentQueue<ResultRow> _ended = new();
    private readonly ConcurrentDictionary<AckRow, StartAnnouncement> _announcements = new();
    private readonly TaskCompletionSource<string> _cannotStart = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SlotSet _slots;
    private readonly Lock _codeGate = new();
    private readonly ImmutableArray<CodeIdentity>[] _codeOfSlots;
    private readonly ModuleFiles _modules;
    private readonly LoadedModules _loaded = new();
    private readonly ConcurrentDictionary<AckRow, HeldResources> _resources = new();
    private readonly ImmutableArray<string> _loadedTypes = [];
    private readonly bool _canRunFromStart;
    private ISlotListener? _listener;
    private DiskWatch? _disk;
    private int _endedCount;
    private bool _isRegistered;
    private int _abandoned;

    /// <summary>Slots that are threads of this process.</summary>
    /// <param name="slots">How many.</param>
    /// <param name="executors">The executors of their tasks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="modules">Files that the executors load code from.</param>
    /// <param name="maxWaiting">Most tasks that wait for others, for each slot.</param>
    /// <param name="files">Where files of tasks are kept; null = in the directory for temporary files.</param>
    public WorkerSlots(int slots, TaskExecutors executors, TimeProvider time, ImmutableArray<string>? modules = null, int maxWaiting = 0, FilesSettings? files = null)
    {
        Files = FilesOf(files);
        _modules = new ModuleFiles(modules ?? []);
        SubTasks = new SubTaskPort(Process);
        (Board, Ranks) = Boards(slots, executors.Limits);
        _codeOfSlots = [executors.Code];
        _loadedTypes = executors.Types;
        _slots = new SlotSet(slots, maxWaiting, (number, subTasksOnly) => new ThreadSlot(number, this, executors, time, subTasksOnly));
        _canRunFromStart = true;
    }

    /// <summary>Slots with processes of their own. The first starts one at once, so that its errors show early; the others with their first task.</summary>
    /// <exception cref="ModuleException">A module cannot be loaded.</exception>
    public WorkerSlots(int slots, SlotEnvironments environments, TimeProvider time, int maxWaiting = 0, FilesSettings? files = null)
    {
        Files = FilesOf(files, limitsFunctions: true);
        SubTasks = new SubTaskPort(Process);
        (Board, Ranks) = Boards(slots, (environments.Workers.Start.OutputLimit, environments.Workers.Start.TransferLimit));
        Environments = environments;
        var modules = environments.Workers.Start.Modules;
        _modules = new ModuleFiles(modules);
        _codeOfSlots = [.. Enumerable.Repeat(ModuleCatalog.CodeOf(modules), SlotSet.CountOf(slots, maxWaiting))];
        _slots = new SlotSet(slots, maxWaiting, (number, subTasksOnly) => new ProcessSlot(number, this, environments, time, startAtOnce: number == 0, subTasksOnly));
    }

    /// <summary>Slots as configured.</summary>
    /// <param name="options">The worker's options.</param>
    /// <param name="command">Starts a slot's process; null = tasks run in this process.</param>
    /// <param name="loaded">Assemblies of this program with functions for tasks in this process.</param>
    /// <exception cref="ModuleException">A module cannot be loaded.</exception>
    /// <exception cref="InvalidConfigurationException">A configured type cannot be used.</exception>
    /// <exception cref="SoftwareCompatibilityException">A module is missing or too old.</exception>
    public static WorkerSlots Create(WorkerSettings options, SlotCommand? command, IEnumerable<Assembly>? loaded = null)
    {
        SecretVariables.Forget();
        if (command is null)
        {
            const string Reason = "scalems.worker.isolation is none";
            WantedVersions.Of(options.VersionedModules, options.Modules, loaded).RefusePython(Reason);
            options.Modes.RefusePython(Reason);
            options.Agents.Refuse(Reason);
            if (options.Mpi)
            {
                throw new InvalidConfigurationException($"scalems.worker.mpi is on, but this worker has no Python: {Reason}");
            }

            var resources = options.Resources is null ? ResourceSettings.None : ResourceSettings.Shared(options.Resources);
            var modules = ModuleCatalog.Load(options.Modules, loaded);
            ConfiguredConverters.Add(options.Converters, modules.TypesNamed);
            return new WorkerSlots(options.Slots, new TaskExecutors(modules, options.Executors with { Modes = options.Modes.DotNet, Limits = MemoryLimits.Of(resources.MemoryLimit) }), TimeProvider.System, options.Modules, options.MaxWaiting, options.Files)
            {
                Launcher = options.MpiLauncher,
                Resources = resources.Offered,
                DiskReserve = options.DiskReserve,
            };
        }

        var environments = options.InProcesses(command);
        return new WorkerSlots(options.Slots, environments, TimeProvider.System, options.MaxWaiting, options.Files) { Launcher = options.MpiLauncher, Resources = environments.Resources.Offered, DiskReserve = options.DiskReserve };
    }

    /// <summary>Full names of the public types in the worker's modules, and what stands for modes of the user's.</summary>
    public ImmutableArray<string> Types => Environments is null ? _loadedTypes : [.. Environments.Types, .. Environments.Modes];

    /// <summary>What kinds of processes tasks run in; null = all run in this process.</summary>
    public SlotEnvironments? Environments { get; }

    /// <summary>
    /// The code of the functions that can run here; a module counts twice when one slot has reloaded it and others have not. Modules of
    /// interpreters are among them as soon as they have been imported.
    /// </summary>
    public ImmutableArray<CodeIdentity> Code
    {
        get
        {
            lock (_codeGate)
            {
                return [.. _codeOfSlots.SelectMany(static code => code).Concat(_loaded.Code).Distinct()];
            }
        }
    }

    /// <summary>Completed when a slot can run tasks.</summary>
    public Task CanRun => _started.Task;

    /// <summary>Completed, with the reason, when no slot can run tasks because their processes do not start.</summary>
    public Task<string> CannotRun => _cannotStart.Task;

    /// <summary>Tasks that wait for the master to acknowledge their start.</summary>
    public IEnumerable<StartAnnouncement> Announcements => _announcements.Values;

    public SlotBoard Board { get; }

    public RankedTasks Ranks { get; }

    /// <summary>The files of tasks.</summary>
    public TaskFiles Files { get; }

    /// <summary>Slots that the tasks need which have not ended.</summary>
    public int HeldSlots => Board.HeldSlots + Files.ArrivingSlots;

    /// <summary>Starts the MPI ranks of programs.</summary>
    public MpiLauncher Launcher { get; init; } = MpiLauncher.Of("");

    /// <summary>When the process has started, for its time limit.</summary>
    public long Begun { get; } = TimeProvider.System.GetTimestamp();

    /// <summary>What the worker has besides slots.</summary>
    public WorkerResources Resources { get; init; } = WorkerResources.None;

    /// <summary>Bytes that are to stay free on each file system that the worker uses; 0 = none.</summary>
    public long DiskReserve { get; init; }

    /// <summary>Identifies this process across all registrations.</summary>
    public Guid Process { get; } = Guid.CreateVersion7();

    public IReadOnlyList<Slot> Slots => _slots.All;

    /// <summary>True = only tasks that those here have submitted can run.</summary>
    public bool TakesSubTasksOnly => _slots.TakesSubTasksOnly;

    /// <summary>What the running tasks submit.</summary>
    public SubTaskPort SubTasks { get; }

    public Nesting Nesting { get; } = new();

    /// <summary>Results that the master has not acknowledged, with their age. Used only by the attached node.</summary>
    public UnacknowledgedResults Unacknowledged { get; } = new();

    /// <summary>Abandoned tasks, whose threads may still run.</summary>
    public int Abandoned => Volatile.Read(ref _abandoned);

    /// <summary>True when no task waits or runs and no result is unreported.</summary>
    public bool IsEmpty => Board.Count == 0 && Files.IsEmpty && !Ranks.All.Any() && _ended.IsEmpty && Unacknowledged.Count == 0 && Slots.All(static slot => !slot.Begun.Any());

    /// <summary>True when no task runs and no result is unreported; tasks may wait.</summary>
    public bool NothingRuns => Files.IsEmpty && !Ranks.All.Any() && _ended.IsEmpty && Unacknowledged.Count == 0 && Slots.All(static slot => !slot.Begun.Any());

    /// <summary>True once a master has registered this worker, from any of its actor systems.</summary>
    public bool EverRegistered { get; private set; }

    /// <summary>Whether a master has this worker registered now. Set by the worker's actor, read on any thread.</summary>
    public bool IsRegistered
    {
        get => Volatile.Read(ref _isRegistered);
        set
        {
            Volatile.Write(ref _isRegistered, value);
            EverRegistered |= value;
        }
    }

    /// <summary>Starts running tasks; called once.</summary>
    public void Start()
    {
        if (DiskReserve > 0 && OperatingSystem.IsLinux())
        {
            _disk = new DiskWatch(Slots, WatchedFileSystem.Of(Files.Directories, DiskReserve), EndNow, text => Volatile.Read(ref _listener)?.Logged(text));
            _disk.Start();
        }

        _slots.Start();

        if (_canRunFromStart)
        {
            _started.SetResult();
        }
    }

    /// <summary>From now on the listener receives the slots' events.</summary>
    public void Attach(ISlotListener listener)
    {
        Volatile.Write(ref _listener, listener);
        Ranks.Use(listener);
    }

    /// <summary>Removes the listener; results are kept.</summary>
    public void Detach(ISlotListener listener) => Interlocked.CompareExchange(ref _listener, null, listener);

    /// <summary>
    /// All tasks that wait or run here, or have ended and are not acknowledged by the master. They are read in the order of a task's
    /// states, so that none is missed.
    /// </summary>
    public ImmutableArray<AckRow> Held()
    {
        HashSet<AckRow> held = [.. Board.Waiting(), .. Running(), .. Files.Ids];
        held.UnionWith(_ended.Select(static result => new AckRow(result.Key, result.Attempt)));
        held.UnionWith(Unacknowledged.Ids);
        held.RemoveWhere(Ranks.IsForgotten);
        return [.. held];
    }

    /// <summary>Adds tasks that the master has assigned.</summary>
    public void Add(IReadOnlyList<TaskRow> rows)
    {
        var ready = new List<TaskRow>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Resources is { Counts: true } resources)
            {
                var id = new AckRow(row.Key, row.Attempt);
                _resources[id] = new HeldResources(id, Math.Max(1, row.Ranks.Count), resources, row.Gpus.IsDefault ? [] : row.Gpus);
            }

            if (!Files.TakeIn(row))
            {
                ready.Add(row);
            }
        }

        Board.Add(ready);
    }

    /// <summary>What the tasks hold of <see cref="Resources"/> that have not ended.</summary>
    public ImmutableArray<HeldResources> HeldResources => [.. _resources.Values];

    /// <summary>Takes the results that have not been taken yet.</summary>
    public bool TryTakeEnded(out ResultRow result)
    {
        while (_ended.TryDequeue(out result))
        {
            Interlocked.Decrement(ref _endedCount);
            if (!Ranks.IsForgotten(new AckRow(result.Key, result.Attempt)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Identities of the running tasks.</summary>
    public IEnumerable<AckRow> Running() => Slots.SelectMany(static slot => slot.Begun).Select(static task => task.Id).Concat(Ranks.All.Select(static task => task.Id));

    /// <summary>Reports a task that never began as ended.</summary>
    public void EndWithout(AckRow id, EndReason reason, long nowMicroseconds)
    {
        Add(Without(id, reason, nowMicroseconds));
        Volatile.Read(ref _listener)?.ResultsReady();
    }

    public void EndWithout(in TaskRow row, EndReason reason, long nowMicroseconds)
    {
        Add(row, Without(new AckRow(row.Key, row.Attempt), reason, nowMicroseconds));
        Volatile.Read(ref _listener)?.ResultsReady();
    }

    private static ResultRow Without(AckRow id, EndReason reason, long nowMicroseconds) => new()
    {
        Key = id.Key,
        Attempt = id.Attempt,
        State = reason.State,
        FinishedMicroseconds = nowMicroseconds,
        Payload = reason.Outcome.ToUtf8Json(),
    };

    /// <summary>Abandons a task that does not end; false when it ended after all.</summary>
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

    /// <summary>Called periodically: picks up modules that have been rebuilt.</summary>
    /// <returns>A line for the worker's log; null = nothing has changed.</returns>
    public string? LookAtModules() => LookAtAssemblies() ?? LookAtLoadedModules();

    private string? LookAtAssemblies()
    {
        if (!_modules.HaveChanged() || _modules.Code() is not { } code)
        {
            return null;
        }

        CodeIdentity[] news;
        lock (_codeGate)
        {
            // A slot whose process has started since the build may have it already.
            news = [.. code.Where(module => !_codeOfSlots.All(slot => slot.Contains(module)))];
        }

        if (news.Length == 0)
        {
            return null;
        }

        var built = string.Join<CodeIdentity>(", ", news);
        if (!Slots.All(static slot => slot.Renew(assemblies: true)))
        {
            return $"{built} was rebuilt; this worker keeps the code it has loaded, so restart it";
        }

        if (Environments is not null && _modules.Types() is { } types)
        {
            Environments.Types = types.ToFrozenSet(StringComparer.Ordinal);
        }

        lock (_codeGate)
        {
            Array.Fill(_codeOfSlots, code);
        }

        Volatile.Read(ref _listener)?.CodeChanged();
        return $"{built} was rebuilt; tasks that begin from now on run the new build";
    }

    private string? LookAtLoadedModules()
    {
        ImmutableArray<CodeIdentity> changed;
        lock (_codeGate)
        {
            changed = _loaded.RemoveChanged();
        }

        if (changed.IsEmpty)
        {
            return null;
        }

        foreach (var slot in Slots)
        {
            slot.Renew(assemblies: false);
        }

        Volatile.Read(ref _listener)?.CodeChanged();
        return $"{string.Join(", ", changed.Select(static code => code.Module))} was edited; tasks that begin from now on run the new code";
    }

    /// <summary>Called by slots: their process has loaded this module of the user's.</summary>
    public void LoadedModule(LoadedModule module)
    {
        lock (_codeGate)
        {
            if (!_loaded.Add(module))
            {
                return;
            }
        }

        Volatile.Read(ref _listener)?.CodeChanged();
    }

    /// <summary>Called by slots: their process has loaded this code.</summary>
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
        _disk?.Began(slot);
        if (task.Row.TimeoutMilliseconds > 0)
        {
            Volatile.Read(ref _listener)?.TimedTaskStarted(slot, task);
        }
    }

    /// <summary>Called by slots before a task that was lost once begins: returns when the master has acknowledged its start.</summary>
    /// <exception cref="OperationCanceledException">For <paramref name="stop"/>.</exception>
    public void Announce(in TaskRow row, CancellationToken stop)
    {
        // The ranks of a task wait for one answer.
        var announcement = _announcements.GetOrAdd(new AckRow(row.Key, row.Attempt), static task => new StartAnnouncement(task));
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

    /// <summary>Called by slots: a task that was to end before it began has begun.</summary>
    public void StartedDespite(Slot slot, RunningTask task, EndReason reason) => Volatile.Read(ref _listener)?.EndRunning(slot, task, reason);

    /// <summary>Called by slots: their process is ready for tasks.</summary>
    public void CanStart() => _started.TrySetResult();

    /// <summary>Called by slots: their process has failed to start several times in a row.</summary>
    public void CannotStart(Slot slot, string reason)
    {
        if (!_started.Task.IsCompleted)
        {
            _cannotStart.TrySetResult(reason);
        }

        Logged(slot, $"its process does not start: {reason}");
    }

    /// <summary>Called by slots: writes to the worker's log.</summary>
    public void Logged(Slot slot, string text) => Volatile.Read(ref _listener)?.Logged(slot, text);

    /// <summary>Called by slots: adds an ended task's result. Reported at once when a batch is full, otherwise when the slots are idle.</summary>
    public void Ended()
    {
        _slots.Look();
        if (Volatile.Read(ref _endedCount) >= BatchLimits.Rows)
        {
            Volatile.Read(ref _listener)?.ResultsReady();
        }
    }

    /// <summary>Called by slots: a task waits for tasks that it has submitted.</summary>
    public void Waits()
    {
        _slots.Waits();

        // With the next credit the master learns that there is room for others, or only for sub-tasks.
        Volatile.Read(ref _listener)?.ResultsReady();
    }

    /// <summary>Called by slots: a task that has waited goes on.</summary>
    public void GoesOn() => _slots.Look();

    /// <summary>Called by slots whose thread has ended.</summary>
    public void Stopped(Slot slot) => _slots.Ended(slot);

    /// <summary>Called by slots that have no task to run.</summary>
    public void Idle()
    {
        if (!_ended.IsEmpty)
        {
            Volatile.Read(ref _listener)?.ResultsReady();
        }
    }

    public void Dispose()
    {
        _disk?.Dispose();
        _slots.ShutDown();
        Files.Dispose();
    }

    public void Add(in TaskRow row, in ResultRow result)
    {
        if (row.Ranks.AreSeveral)
        {
            Ranks.Of(row).Ended(row.Ranks.First, result);
        }
        else
        {
            Add(result);
        }
    }

    private (SlotBoard Board, RankedTasks Ranks) Boards(int slots, (int Output, int Transfer) limits)
    {
        var board = new SlotBoard(slots, row => Ranks.Begin(row).Units(Launcher));
        return (board, new RankedTasks(board, Add, limits.Output, limits.Transfer));
    }

    private TaskFiles FilesOf(FilesSettings? settings, bool limitsFunctions = false) => new(
        settings ?? FilesSettings.From(ScaleMsOptions.From(Akka.Configuration.Config.Empty).Files),
        row => Board!.Add([row]),
        result =>
        {
            Keep(result);
            Volatile.Read(ref _listener)?.ResultsReady();
        },
        (id, figures) => EndNow(id, EndReason.OutOfDisk(figures)))
    {
        LimitsFunctions = limitsFunctions,
    };

    /// <summary>Ends a task, or all ranks of it that are here, without a grace period.</summary>
    private void EndNow(AckRow id, EndReason reason)
    {
        foreach (var slot in Slots)
        {
            if (slot.Begun.FirstOrDefault(task => task.Id == id) is { } task)
            {
                slot.EndNow(task, reason);
            }
        }

        Ranks.Find(id)?.End(reason);
    }

    /// <summary>Keeps a result until it is taken, once the master has the files of the task.</summary>
    private void Add(ResultRow result)
    {
        if (!Files.TakeOut(result))
        {
            Keep(result);
        }
    }

    private void Keep(ResultRow result)
    {
        if (!_resources.IsEmpty)
        {
            _resources.TryRemove(new AckRow(result.Key, result.Attempt), out _);
        }

        _ended.Enqueue(result);
        Interlocked.Increment(ref _endedCount);
    }
}
