using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ScaleMs.Actors.Connection.Files;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Ranks;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Files;

/// <summary>
/// The files and directories of a worker's tasks. A task that needs files goes to the slots when they are here; the result of one that has made files is reported
/// when the master has a copy of them. Other tasks pass without a delay. All methods may be called on any thread.
/// </summary>
internal sealed class TaskFiles : IDisposable
{
    private const string TemporaryVariable = "TMPDIR";

    private readonly ConcurrentDictionary<AckRow, StagedTask> _tasks = new();
    private readonly FilesSettings _settings;
    private readonly ProgramStaging _programs;
    private readonly Action<TaskRow> _ready;
    private readonly Action<ResultRow> _ended;
    private readonly Action<AckRow, string> _overfull;

    /// <summary>The files of a worker's tasks.</summary>
    /// <param name="settings">Where files are kept.</param>
    /// <param name="ready">Called with tasks whose files are here.</param>
    /// <param name="ended">Called with results that are ready to be reported.</param>
    /// <param name="overfull">Called with tasks that have more on the disk than they may, and the figures; again until they end.</param>
    public TaskFiles(FilesSettings settings, Action<TaskRow> ready, Action<ResultRow> ended, Action<AckRow, string> overfull)
    {
        (_settings, _ready, _ended, _overfull) = (settings, ready, ended, overfull);
        Copies = new WorkerCopies(settings, Port);
        _programs = new ProgramStaging(settings.Home, Copies);
    }

    /// <summary>What is wanted of the master's files.</summary>
    public FilePort Port { get; } = new();

    /// <summary>The worker's copies.</summary>
    public WorkerCopies Copies { get; }

    /// <summary>Directories to which tasks and their files are written.</summary>
    public IEnumerable<string> Directories => [_settings.Home, _settings.CacheRoot, Path.GetTempPath()];

    /// <summary>Whether functions have processes of their own, which can get a directory and be ended.</summary>
    public bool LimitsFunctions { get; init; }

    /// <summary>Slots that the tasks need whose files are not here yet.</summary>
    public int ArrivingSlots => _tasks.IsEmpty ? 0 : _tasks.Values.Where(static task => task.IsArriving).Sum(static task => task.Row.Slots);

    /// <summary>Tasks that are neither in a slot nor reported.</summary>
    public IEnumerable<AckRow> Ids => _tasks.Keys;

    /// <summary>True when no task is here.</summary>
    public bool IsEmpty => _tasks.IsEmpty;

    /// <summary>Takes a task that needs files or directories; false = it can begin at once.</summary>
    public bool TakeIn(in TaskRow row)
    {
        if (!MayNeedFiles(row) && !IsLimited(row))
        {
            return false;
        }

        var task = new StagedTask(row);
        if (_tasks.TryAdd(task.Id, task))
        {
            _ = Task.Run(() => ArriveAsync(task));
        }

        return true;
    }

    /// <summary>Ends a task whose files are on their way; false = it is not here, or in a slot.</summary>
    public bool Cancel(AckRow id)
    {
        if (!_tasks.TryGetValue(id, out var task))
        {
            return false;
        }

        lock (task.Gate)
        {
            if (task.IsArriving)
            {
                task.Cancel();
            }

            return task.IsArriving;
        }
    }

    /// <summary>Takes the result of a task with files; false = it can be reported at once.</summary>
    public bool TakeOut(in ResultRow result)
    {
        StagedTask? task = null;
        if ((_tasks.IsEmpty || !_tasks.TryGetValue(new AckRow(result.Key, result.Attempt), out task)) && !MayHaveMade(result))
        {
            return false;
        }

        task ??= new StagedTask(new TaskRow { Key = result.Key, Uid = result.Uid ?? default, Attempt = result.Attempt }) { IsArriving = false };
        _tasks.TryAdd(task.Id, task);
        var row = result;
        _ = Task.Run(() => LeaveAsync(task, row));
        return true;
    }

    public void Dispose() => Copies.Dispose();

    private static bool MayNeedFiles(in TaskRow row) =>
        FileReferences.MayBeIn(row.Payload.Span) || (row.Kind == PayloadKind.Description && row.Payload.Span.IndexOf("put_staging\""u8) >= 0);

    private bool IsLimited(in TaskRow row) =>
        row is { Kind: PayloadKind.Description, Resources.Storage: > 0 } && (row.Runtime is null || LimitsFunctions) && OperatingSystem.IsLinux();

    private static bool MayHaveMade(in ResultRow result) => result.State == TaskState.Done && FileReferences.MayBeIn(result.Payload.Span);

    private async Task ArriveAsync(StagedTask task)
    {
        var row = task.Row;
        try
        {
            row = row with { Payload = await StagedAsync(task).ConfigureAwait(false) };
        }
        catch (Exception error)
        {
            Fail(task, error);
            return;
        }

        lock (task.Gate)
        {
            if (!task.Cancellation.IsCancellationRequested)
            {
                task.IsArriving = false;
                if (task.Limit is { } limit)
                {
                    _ = WatchAsync(task.Id, limit, task.Cancellation);
                }

                _ready(row);
                return;
            }
        }

        Fail(task, new OperationCanceledException(task.Cancellation));
    }

    /// <summary>The description with paths in place of files.</summary>
    private async Task<ReadOnlyMemory<byte>> StagedAsync(StagedTask task)
    {
        var (row, json) = (task.Row, task.Row.Payload);
        if (row.Kind == PayloadKind.Description && TaskDescription.Parse(json.Span) is var description && TaskMode.IsProgram(description.Mode))
        {
            task.Program = description;
            Prepare(task, description);
            await _programs.StageInAsync(task).ConfigureAwait(false);
            description = description with
            {
                Sandbox = task.Directory.Length > 0 ? task.Directory : null,
                InputStaging = [],
                OutputStaging = [],
                StageOnError = false,
            };
            return Limited(task, description).ToUtf8Json();
        }

        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in FileReferences.In(json.Span))
        {
            paths[key] = task.Use(await Copies.GetAsync(key, task.Cancellation).ConfigureAwait(false)).Path;
        }

        if (paths.Count > 0)
        {
            json = FileReferences.Localize(json.Span, key => paths[key]);
        }

        return IsLimited(row) ? Limited(task, TaskDescription.Parse(json.Span)).ToUtf8Json() : json;
    }

    private void Prepare(StagedTask task, TaskDescription description)
    {
        var hasFiles = !description.InputStaging.IsEmpty || !description.OutputStaging.IsEmpty;
        if (description.Sandbox is { } sandbox)
        {
            task.Directory = Path.GetFullPath(Path.Combine(_settings.Home, sandbox));
            if (hasFiles)
            {
                Directory.CreateDirectory(task.Directory);
            }

            return;
        }

        if (task.Row.Ranks.ArePart && hasFiles)
        {
            throw new StagingException("its ranks run on several workers, so it needs a sandbox that all of them have: name a directory on a shared file system");
        }

        if (!IsLaunchedElsewhere(task.Row))
        {
            (task.Directory, task.OwnsDirectory) = (NewDirectory(task, ""), true);
        }
    }

    /// <summary>The description of a task that is limited in what it may have on the disk, with its directory for temporary files.</summary>
    private TaskDescription Limited(StagedTask task, TaskDescription description)
    {
        if (!IsLimited(task.Row))
        {
            return description;
        }

        if (!description.Environment.ContainsKey(TemporaryVariable) && !IsLaunchedElsewhere(task.Row))
        {
            task.TemporaryDirectory = NewDirectory(task, ".tmp");
            description = description with { Environment = description.Environment.SetItem(TemporaryVariable, task.TemporaryDirectory) };
        }

        var sandbox = task is { OwnsDirectory: false, Directory.Length: > 0 } ? task.Directory : null;
        ImmutableArray<string> own = [.. new[] { task.OwnsDirectory ? task.Directory : "", task.TemporaryDirectory }.Where(static directory => directory.Length > 0)];
        task.Limit = own.IsEmpty && sandbox is null ? null : new DiskLimit(task.Row.Resources!.Storage, Math.Max(1, task.Row.Ranks.Count), own, sandbox);
        return description;
    }

    /// <summary>A launcher starts the ranks in the same directory, with the same variables, on hosts of several workers.</summary>
    private static bool IsLaunchedElsewhere(in TaskRow row) => row.Ranks.ArePart && LaunchedProgram.Is(row);

    private string NewDirectory(StagedTask task, string ending) => Copies.Cache.CreateTaskDirectory(
        string.Create(CultureInfo.InvariantCulture, $"{task.Row.Key.Submission:N}.{task.Row.Key.Index}.{task.Row.Attempt}{ending}"));

    /// <summary>Looks at a task's directories until it is over.</summary>
    private async Task WatchAsync(AckRow task, DiskLimit limit, CancellationToken over)
    {
        while (true)
        {
            await Task.Delay(limit.Pause, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested)
            {
                return;
            }

            if (limit.Exceeded(over) is { } figures)
            {
                _overfull(task, figures);
            }
        }
    }

    private void Fail(StagedTask task, Exception error)
    {
        var isCanceled = error is OperationCanceledException && task.Cancellation.IsCancellationRequested;
        End(task, new ResultRow
        {
            Key = task.Row.Key,
            Attempt = task.Row.Attempt,
            State = isCanceled ? TaskState.Canceled : TaskState.Failed,
            FinishedMicroseconds = TaskTimestamps.ToMicroseconds(TimeProvider.System.GetUtcNow()),
            Payload = (isCanceled ? TaskOutcome.Error(ErrorType.Canceled, "the task was cancelled before it began") : With(new TaskOutcome(), error)).ToUtf8Json(),
        });
    }

    private async Task LeaveAsync(StagedTask task, ResultRow result)
    {
        try
        {
            var payload = task.Program is { } program ? await LeftAsync(task, program, result).ConfigureAwait(false) : await ReturnedAsync(task, result).ConfigureAwait(false);
            result = result with { Payload = payload };
        }
        catch (Exception error)
        {
            var outcome = TaskOutcome.ParseOrError(result.Payload.Span);
            result = result with
            {
                State = TaskState.Failed,
                Payload = (result.State == TaskState.Done ? With(outcome with { ReturnValue = null }, error) : outcome with { ExceptionDetail = $"{outcome.ExceptionDetail}\n{error.Message}".Trim() }).ToUtf8Json(),
            };
        }

        End(task, result);
    }

    private async Task<ReadOnlyMemory<byte>> LeftAsync(StagedTask task, TaskDescription program, ResultRow result)
    {
        var isFirst = !task.Row.Ranks.ArePart || task.Row.Ranks.First == 0;
        if (program.OutputStaging.IsEmpty || !isFirst || (result.State != TaskState.Done && !program.StageOnError))
        {
            return result.Payload;
        }

        var files = await _programs.StageOutAsync(task, mayMiss: result.State != TaskState.Done).ConfigureAwait(false);
        return files is null ? result.Payload : (TaskOutcome.Parse(result.Payload.Span) with { ReturnValue = files }).ToUtf8Json();
    }

    private async Task<ReadOnlyMemory<byte>> ReturnedAsync(StagedTask task, ResultRow result)
    {
        if (!MayHaveMade(result))
        {
            return result.Payload;
        }

        var files = new Dictionary<string, (string, long)>(StringComparer.Ordinal);
        foreach (var path in FileReferences.PathsIn(result.Payload.Span))
        {
            var file = task.Use(await Copies.TakeAsync(path, move: false, task.Cancellation).ConfigureAwait(false));
            files[path] = (file.Key.ToString(), file.Size);
        }

        return files.Count == 0 ? result.Payload : FileReferences.Take(result.Payload.Span, path => files[path]);
    }

    private void End(StagedTask task, ResultRow result)
    {
        // First the directories: with the result, their space is given to another task.
        if (task.OwnsDirectory)
        {
            Copies.Cache.RemoveTaskDirectory(task.Directory);
        }

        if (task.TemporaryDirectory.Length > 0)
        {
            Copies.Cache.RemoveTaskDirectory(task.TemporaryDirectory);
        }

        // Then the result, so that at no moment the task is neither here nor ended.
        _ended(result);
        _tasks.TryRemove(task.Id, out _);
        task.Dispose();
    }

    private static TaskOutcome With(TaskOutcome outcome, Exception error) => error switch
    {
        FileLostException lost => outcome.With(ErrorType.FileLost, lost.Message) with { LostFiles = [lost.Key] },
        ScaleMsException or IOException or UnauthorizedAccessException or JsonException => outcome.With(ErrorType.StagingFailed, error.Message),
        _ => outcome.With(ErrorType.StagingFailed, $"an internal error: {error}"),
    };
}
