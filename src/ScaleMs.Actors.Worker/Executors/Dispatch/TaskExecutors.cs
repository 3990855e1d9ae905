using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Communication.Messages;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Executors.Processes;

namespace ScaleMs.Actors.Worker.Executors.Dispatch;

/// <summary>Turns a task's payload into an outcome: parses it, finds the executor of its mode, runs every rank.</summary>
#pragma warning disable CA1001 // Its token lasts as long as its process, and holds only memory.
internal sealed class TaskExecutors
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _shutDown = new();
    private readonly FrozenDictionary<string, ITaskExecutor> _byMode;
    private readonly ExecutorSettings _options;
    private readonly bool _alone;

    /// <summary>Executors for every mode.</summary>
    /// <param name="modules">Where functions are found.</param>
    /// <param name="options">Limits.</param>
    /// <param name="alone">True = this process runs one task at a time, so it may change the process's environment for the task.</param>
    /// <exception cref="InvalidConfigurationException">A mode of the user's cannot be used.</exception>
    public TaskExecutors(ModuleCatalog modules, ExecutorSettings options, bool alone = false)
    {
        (_options, _alone, Code, Types) = (options, alone, modules.Code, [.. modules.Types, .. options.Modes.Keys.Select(TaskMode.ModuleOf)]);
        var programs = new ProcessExecutor(Environment.CurrentDirectory, options.Grace, _shutDown.Token) { Limits = options.Limits };
        var byMode = new Dictionary<string, ITaskExecutor>
        {
            [TaskMode.Function] = new FunctionExecutor(modules, options.AlsoSearched),
            [TaskMode.Executable] = programs,
            [TaskMode.Proc] = programs,
            [TaskMode.Shell] = programs,
        };
        foreach (var (mode, type) in options.Modes)
        {
            byMode.Add(mode, UserModeExecutor.Create(modules, mode, type));
        }

        _byMode = byMode.ToFrozenDictionary();
    }

    /// <summary>Most characters of each stream, and most bytes of an outcome.</summary>
    public (int Output, int Transfer) Limits => (_options.OutputLimit, _options.TransferLimit);

    /// <summary>The code of the functions that can be called.</summary>
    public ImmutableArray<CodeIdentity> Code { get; }

    /// <summary>Full names of the public types in the user's modules.</summary>
    public ImmutableArray<string> Types { get; }

    /// <summary>From now on tasks that are told to end have no grace period: the process is about to end.</summary>
    public void ShutDown() => _shutDown.Cancel();

    /// <summary>True when a task is a program, which is told to end by a signal.</summary>
    public static bool IsProgram(TaskRow row)
    {
        try
        {
            return row.Kind == PayloadKind.Description && TaskMode.IsProgram(TaskDescription.Parse(row.Payload.Span).Mode);
        }
        catch (ProtocolException)
        {
            // The task fails with that error in any mode.
            return false;
        }
    }

    /// <summary>A buffer for what a task prints, as large as the limits allow.</summary>
    public TaskOutput NewOutput(IOutputListener? listener = null) => new(_options.OutputLimit, listener);

    /// <summary>Runs a task. The only exception is <see cref="OperationCanceledException"/> for <paramref name="cancellation"/>.</summary>
    /// <param name="row">The task.</param>
    /// <param name="output">Takes the task's output.</param>
    /// <param name="cancellation">Asks the task to end.</param>
    /// <param name="endpoint">Its rank; null = it has one.</param>
    /// <param name="subTasks">Makes what submits tasks, for a function that takes it; null = it cannot.</param>
    /// <param name="process">Is told the process of a program; null = nobody wants to know.</param>
    public async ValueTask<Execution> RunAsync(
        TaskRow row, TaskOutput output, CancellationToken cancellation, RankEndpoint? endpoint = null, Func<ISubTasks>? subTasks = null, ProgramProcess? process = null)
    {
        TaskDescription task;
        string? commArgName = null;
        try
        {
            (task, commArgName) = Read(row);
        }
        catch (ProtocolException error)
        {
            return Execution.Failed(ErrorType.InvalidTask, error.Message);
        }

        if (!_byMode.TryGetValue(task.Mode, out var executor))
        {
            return Execution.Failed(ErrorType.UnknownMode, $"'{task.Mode}' is not one of {string.Join(", ", _byMode.Keys.Order(StringComparer.Ordinal))}");
        }

        if (!_alone && !TaskMode.IsProgram(task.Mode) && !task.PreExec.IsEmpty)
        {
            return Execution.Failed(
                ErrorType.InvalidTask, "pre_exec of a function runs before its process starts, and here functions run in the worker's process (scalems.worker.isolation = none)");
        }

        using var environment = _alone && !task.Environment.IsEmpty ? TaskEnvironment.Set(task.Environment) : null;
        var (number, size) = endpoint is null ? (0, 1) : (endpoint.Rank, endpoint.Size);
        if (task.Ranks != size)
        {
            return Execution.Failed(ErrorType.InvalidTask, string.Create(CultureInfo.InvariantCulture, $"ranks is {task.Ranks}, but it was submitted with {size}"));
        }

        using var ends = endpoint is null ? default : cancellation.UnsafeRegister(static endpoint => ((RankEndpoint)endpoint!).Cancel(), endpoint);
        var rank = new RankContext(row.Uid, number, size, commArgName) { Endpoint = endpoint, SubTasks = subTasks, Process = process };
        return Bounded(await executor.RunAsync(task, rank, output, cancellation).ConfigureAwait(false));
    }

    /// <summary>Parses the payload as a description; a work item becomes one of mode <see cref="TaskMode.Function"/>.</summary>
    private static (TaskDescription Task, string? CommArgName) Read(TaskRow row)
    {
        if (row.Kind == PayloadKind.WorkItem)
        {
            return OfWorkItem(WorkItem.Parse(row.Payload.Span), new TaskDescription { Mode = TaskMode.Function });
        }

        var task = TaskDescription.Parse(row.Payload.Span);
        if (task.Ranks < 1 || task.CoresPerRank < 1)
        {
            throw new ProtocolException("ranks and cores_per_rank must be 1 or more");
        }

        // The master has checked most tasks, but not those in batches.
        if (task.ContentProblem() is { } problem)
        {
            throw new ProtocolException(problem);
        }

        // The form in which the seed's own master passes a work item to a worker.
        return task is { Mode: TaskMode.Function, Function: TaskDescription.RunInWorker } && task.Kwargs.TryGetValue("work_item", out var item)
            ? OfWorkItem(WorkItem.Parse(JsonSerializer.SerializeToUtf8Bytes(item)), task)
            : (task, null);
    }

    private static (TaskDescription Task, string? CommArgName) OfWorkItem(WorkItem item, TaskDescription task) =>
        (task with { Module = item.Module, Function = item.Func, Args = item.Args, Kwargs = item.Kwargs }, item.CommArgName);

    /// <summary>The execution, or a failure when it exceeds the transfer limit.</summary>
    public Execution Bounded(Execution execution)
    {
        var outcome = execution.Outcome;
        var estimate = outcome.Stdout.Length + outcome.Stderr.Length + (outcome.Exception?.Length ?? 0) + (outcome.ExceptionDetail?.Length ?? 0);
        if (estimate * 6 < _options.TransferLimit && outcome.ReturnValue is null)
        {
            return execution;
        }

        var size = outcome.ToUtf8Json().Length;
        return size <= _options.TransferLimit
            ? execution
            : Execution.Failed(
                ErrorType.ResultTooLarge,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the task's result takes {size} bytes as JSON; scalems.transfer.max allows {_options.TransferLimit}. Write large data to a file and return its path."));
    }
}
