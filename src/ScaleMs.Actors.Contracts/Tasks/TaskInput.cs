using System.Collections.Immutable;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>A task to submit: a work item, with or without scheduling, or a task description.</summary>
public readonly struct TaskInput
{
    private readonly object? _content;

    private TaskInput(object content, TaskScheduling scheduling, ImmutableArray<string> path = default) =>
        (_content, Scheduling, Path) = (content, scheduling, path);

    /// <summary>Dependencies, retries and time limits.</summary>
    public TaskScheduling Scheduling => field ?? TaskScheduling.Default;

    /// <summary>Absolute paths of directories where the task's module is looked up first.</summary>
    public ImmutableArray<string> Path => field.IsDefault ? [] : field;

    public object Content => _content ?? throw new InvalidOperationException("a default TaskInput is not a task");

    public static TaskInput Of(WorkItem item) => Of(item, TaskScheduling.Default);

    public static TaskInput Of(WorkItem item, TaskScheduling scheduling) => new(item, scheduling);

    /// <summary>A description of one of the modes of <see cref="TaskMode"/>.</summary>
    /// <exception cref="ProtocolException">The description is a command.</exception>
    public static TaskInput Of(TaskDescription task) =>
        task.Mode == Cpi.Mode ? throw new ProtocolException($"a description of mode {Cpi.Mode} is a command, not a task") : new(task, task.Scheduling);

    public static implicit operator TaskInput(WorkItem item) => Of(item);

    public static implicit operator TaskInput(TaskDescription task) => Of(task);

    /// <summary>This task with further dependencies.</summary>
    public TaskInput After(params IEnumerable<string> dependencies)
    {
        var scheduling = Scheduling with { DependsOn = Scheduling.DependsOn.AddRange(dependencies) };
        return Content is TaskDescription task ? Of(task with { DependsOn = scheduling.DependsOn }).Searching(Path) : new TaskInput(Content, scheduling, Path);
    }

    /// <summary>This task with directories where its module is looked up first: absolute paths, the same on all workers.</summary>
    public TaskInput Searching(ImmutableArray<string> path) => new(Content, Scheduling, path);

    /// <summary>This task with a name by which later tasks of the submission refer to it.</summary>
    public TaskInput Named(string name) =>
        Content is TaskDescription task ? Of(task with { Name = name }).Searching(Path) : new TaskInput(Content, Scheduling with { Name = name }, Path);

    /// <summary>This task as a part of the caller's trace, if it is recorded and the task has no other.</summary>
    public TaskInput Traced() => Scheduling.TraceParent is not null || TraceParent.Current is not { } trace ? this
        : Content is TaskDescription task ? Of(task with { TraceParent = trace }).Searching(Path) : new TaskInput(Content, Scheduling with { TraceParent = trace }, Path);

    /// <summary>Reads a work item or, where it has a <c>mode</c>, a description, with the keys of <see cref="TaskScheduling"/> beside its own.</summary>
    /// <exception cref="ProtocolException">Not JSON, a key is missing, unknown or of the wrong type, or it is a command.</exception>
    public static TaskInput Parse(ReadOnlySpan<byte> utf8Json) => TaskInputJson.Read(utf8Json);

    /// <summary>As <see cref="Parse(ReadOnlySpan{byte})"/>, for text that may be a command in the form of a description too.</summary>
    /// <param name="utf8Json">The text.</param>
    /// <param name="command">The description of mode <see cref="Cpi.Mode"/>; null = the text is a task.</param>
    /// <returns>The task; null = the text is a command.</returns>
    /// <exception cref="System.Text.Json.JsonException">Not one JSON object.</exception>
    /// <exception cref="ProtocolException">A key is missing, unknown or of the wrong type.</exception>
    public static TaskInput? Parse(ReadOnlySpan<byte> utf8Json, out TaskDescription? command) => TaskInputJson.Read(utf8Json, out command);

    /// <summary>Why the master named <paramref name="masterUid"/> cannot accept this task; null = it can.</summary>
    public string? Problem(string masterUid) =>
        (_content as TaskDescription)?.Problem(masterUid) ?? (_content as WorkItem)?.Problem() ?? Scheduling.Problem();
}
