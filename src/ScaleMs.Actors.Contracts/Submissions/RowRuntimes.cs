using System.Collections.Immutable;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Submissions;

/// <summary>The runtimes of a submission's tasks. Consecutive tasks with equal runtimes share one object, because most tasks of a submission are of one module.</summary>
internal sealed class RowRuntimes
{
    private TaskRuntime? _last;

    /// <summary>The runtime of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="path">See <see cref="TaskInput.Path"/>.</param>
    public TaskRuntime Of(WorkItem item, ImmutableArray<string> path) => Of(item.Runtime, item.Module, item.NamedEnv, [], path, startupTimeout: 0, needsMpi: false);

    /// <summary>The runtime of a function; null = the task is a program.</summary>
    /// <param name="task">The task.</param>
    /// <param name="path">See <see cref="TaskInput.Path"/>.</param>
    public TaskRuntime? Of(TaskDescription task, ImmutableArray<string> path)
    {
        if (TaskMode.IsProgram(task.Mode))
        {
            return null;
        }

        if (!TaskMode.All.Contains(task.Mode) && task.RaptorFile is null && task.RaptorClass is null)
        {
            return Of(task.Runtime, TaskMode.ModuleOf(task.Mode), task.NamedEnv, task.PreExec, path, TaskOptions.Milliseconds(task.StartupTimeout), NeedsMpi(task));
        }

        if (task.Mode != TaskMode.Function || task.RaptorFile is not null || task.RaptorClass is not null)
        {
            // Statements to run before the code are not shell lines.
            var preExec = task.Mode == TaskMode.Exec ? [] : task.PreExec;
            return Of(TaskRuntime.Python, task.Module, task.NamedEnv, preExec, path, TaskOptions.Milliseconds(task.StartupTimeout), NeedsMpi(task));
        }

        var startupTimeout = TaskOptions.Milliseconds(task.StartupTimeout);

        // The form in which the seed's own master passes a work item to a worker. A null in JSON leaves no arguments at all.
        JsonElement item = default;
        return task.Function == TaskDescription.RunInWorker && task.Kwargs?.TryGetValue("work_item", out item) == true && item.ValueKind == JsonValueKind.Object
            ? Of(Text(item, "runtime") ?? task.Runtime, Text(item, "module"), Text(item, "named_env") ?? task.NamedEnv, task.PreExec, path, startupTimeout, task.Ranks > 1 && Text(item, "comm_arg_name") is not null)
            : Of(task.Runtime, string.IsNullOrEmpty(task.Module) ? ModuleOf(task.Function) : task.Module, task.NamedEnv, task.PreExec, path, startupTimeout, NeedsMpi(task));
    }

    /// <summary>As in RADICAL-Pilot, a function with several ranks gets a communicator unless it is told otherwise. Code gets none.</summary>
    private static bool NeedsMpi(TaskDescription task) => task is { Ranks: > 1, UseMpi: not false } && !TaskMode.CarriesCode(task.Mode);

    private TaskRuntime Of(string? name, string? module, string? namedEnv, ImmutableArray<string> preExec, ImmutableArray<string> path, long startupTimeout, bool needsMpi)
    {
        (name, module, namedEnv) = (name ?? "", module ?? "", namedEnv ?? "");
        if (name == TaskRuntime.DotNet || (name.Length == 0 && TaskRuntime.IsInBaseLibrary(module)))
        {
            path = [];
        }

        if (_last is { } last && last.StartupTimeoutMilliseconds == startupTimeout && last.Name == name && last.Module == module && last.NamedEnv == namedEnv && last.NeedsMpi == needsMpi
            && last.PreExec.AsSpan().SequenceEqual(preExec.AsSpan()) && last.Path.AsSpan().SequenceEqual(path.AsSpan()))
        {
            return last;
        }

        return _last = new TaskRuntime { Name = name, Module = module, NamedEnv = namedEnv, PreExec = preExec.IsDefault ? [] : preExec, Path = path, StartupTimeoutMilliseconds = startupTimeout, NeedsMpi = needsMpi };
    }

    private static string? ModuleOf(string? function) => function?.LastIndexOf('.') is > 0 and var dot ? function[..dot] : null;

    /// <summary>A value of another kind is an error that the reader of the whole item reports.</summary>
    private static string? Text(JsonElement item, string key) =>
        item.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
