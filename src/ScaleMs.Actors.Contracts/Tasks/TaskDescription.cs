using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// A task as its submitter describes it (the seed's <c>_RaptorTaskDescription</c>, RADICAL-Pilot's <c>TaskDescription</c>; same JSON keys).
/// <see cref="Mode"/> determines which fields apply.
/// </summary>
[OmitDefaults]
public sealed record TaskDescription : IJsonContract
{
    /// <summary>The task's own uid; absent = the task gets one from its content.</summary>
    [JsonPropertyName("uid")]
    public string? Uid { get; init; }

    /// <summary>One of <see cref="TaskMode"/>, or <see cref="Cpi.Mode"/> for a command.</summary>
    [JsonPropertyName("mode")]
    public required string Mode { get; init; }

    /// <summary>The master addressed: absent, empty, <c>*</c> or the master's uid.</summary>
    [JsonPropertyName("scheduler")]
    public string? Scheduler { get; init; }

    /// <summary>Newer name of <see cref="Scheduler"/>.</summary>
    [JsonPropertyName("raptor_id")]
    public string? RaptorId { get; init; }

    /// <summary>For <see cref="Cpi.Mode"/>: the command, in one of its wire forms. Otherwise kept, but not interpreted.</summary>
    [JsonPropertyName("metadata")]
    public JsonElement? Metadata { get; init; }

    /// <summary>The function's name in the form in which the seed's own master passes a work item to a worker.</summary>
    public const string RunInWorker = "run_in_worker";

    /// <summary><see cref="TaskMode.Function"/>: the function's name, or <see cref="RunInWorker"/> with the item in <c>kwargs.work_item</c>.</summary>
    [JsonPropertyName("function")]
    public string? Function { get; init; }

    /// <summary><see cref="TaskMode.Function"/>: full name of the .NET type, or Python module; absent = the part of <see cref="Function"/> before its last dot.</summary>
    [JsonPropertyName("module")]
    public string? Module { get; init; }

    /// <summary><see cref="TaskMode.Function"/>: positional arguments.</summary>
    [JsonPropertyName("args")]
    public ImmutableArray<JsonElement> Args { get; init; } = [];

    /// <summary><see cref="TaskMode.Function"/>: arguments by parameter name.</summary>
    [JsonPropertyName("kwargs")]
    public ImmutableSortedDictionary<string, JsonElement> Kwargs { get; init; } = ImmutableSortedDictionary<string, JsonElement>.Empty;

    /// <summary><see cref="TaskMode.Function"/>: name of the runtime, see <see cref="TaskRuntime.Name"/>; absent = the one where the module is found.</summary>
    [JsonPropertyName("runtime")]
    public string? Runtime { get; init; }

    /// <summary><see cref="TaskMode.Function"/>: prefix of a virtual environment whose interpreter runs the function.</summary>
    [JsonPropertyName("named_env")]
    public string? NamedEnv { get; init; }

    /// <summary><see cref="TaskMode.Executable"/>: the program.</summary>
    [JsonPropertyName("executable")]
    public string? Executable { get; init; }

    /// <summary><see cref="TaskMode.Executable"/>: its arguments.</summary>
    [JsonPropertyName("arguments")]
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary><see cref="TaskMode.Shell"/>: the command line.</summary>
    [JsonPropertyName("command")]
    public string? Command { get; init; }

    /// <summary>Shell lines to run before the program, in the same shell; for functions, before their interpreter starts.</summary>
    [JsonPropertyName("pre_exec")]
    public ImmutableArray<string> PreExec { get; init; } = [];

    /// <summary>Variables added to the worker's environment, for programs and for functions that run in a process of their own.</summary>
    [JsonPropertyName("environment")]
    public ImmutableSortedDictionary<string, string> Environment
    {
        get;

        // null in JSON means empty.
        init => field = value ?? ImmutableSortedDictionary<string, string>.Empty;
    }

        = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Programs: working directory; absent = the worker's.</summary>
    [JsonPropertyName("sandbox")]
    public string? Sandbox { get; init; }

    /// <summary>Processes or calls of the task, 1 or more. A function runs once per rank, all ranks on one worker.</summary>
    [JsonPropertyName("ranks")]
    public int Ranks { get; init; } = 1;

    /// <summary>Slots each rank holds, 1 or more.</summary>
    [JsonPropertyName("cores_per_rank")]
    public int CoresPerRank { get; init; } = 1;

    /// <summary>GPUs each rank needs; must be 0.</summary>
    [JsonPropertyName("gpus_per_rank")]
    public double GpusPerRank { get; init; }

    /// <summary>Seconds of run time after which the task is terminated and FAILED; 0 = no limit.</summary>
    [JsonPropertyName("timeout")]
    public double Timeout { get; init; }

    /// <summary>Higher runs first; the default is 0.</summary>
    [JsonPropertyName("priority")]
    public int Priority { get; init; }

    /// <inheritdoc cref="TaskScheduling.Name"/>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <inheritdoc cref="TaskScheduling.DependsOn"/>
    [JsonPropertyName("depends_on")]
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <inheritdoc cref="TaskScheduling.OnDependencyFailure"/>
    [JsonPropertyName("on_dependency_failure")]
    public DependencyFailure OnDependencyFailure { get; init; }

    /// <inheritdoc cref="TaskScheduling.MaxRetries"/>
    [JsonPropertyName("max_retries")]
    public int? MaxRetries { get; init; }

    /// <inheritdoc cref="TaskScheduling.RetryOn"/>
    [JsonPropertyName("retry_on")]
    public ImmutableArray<RetryCause> RetryOn { get; init; } = TaskScheduling.DefaultRetryOn;

    /// <inheritdoc cref="TaskScheduling.RetryDelay"/>
    [JsonPropertyName("retry_delay")]
    public double RetryDelay { get; init; }

    /// <inheritdoc cref="TaskScheduling.QueueTimeout"/>
    [JsonPropertyName("queue_timeout")]
    public double QueueTimeout { get; init; }

    /// <inheritdoc cref="TaskScheduling.TotalTimeout"/>
    [JsonPropertyName("total_timeout")]
    public double TotalTimeout { get; init; }

    /// <inheritdoc cref="TaskScheduling.Fresh"/>
    [JsonPropertyName("fresh")]
    public bool? Fresh { get; init; }

    /// <summary>Dependencies, retries and time limits.</summary>
    [JsonIgnore]
    public TaskScheduling Scheduling => new()
    {
        Name = Name,
        DependsOn = DependsOn,
        OnDependencyFailure = OnDependencyFailure,
        MaxRetries = MaxRetries,
        RetryOn = RetryOn,
        RetryDelay = RetryDelay,
        QueueTimeout = QueueTimeout,
        TotalTimeout = TotalTimeout,
        Fresh = Fresh,
    };

    /// <summary>Slots that the whole task holds while it runs.</summary>
    [JsonIgnore]
    public int Slots => Ranks * CoresPerRank;

    /// <summary>More slots than any worker offers; a task that needs more is refused.</summary>
    public const int MaxSlots = 65_536;

    /// <summary>This description without the fields that only the master uses.</summary>
    internal TaskDescription WithoutScheduling() => this with
    {
        Name = null,
        DependsOn = [],
        OnDependencyFailure = DependencyFailure.Fail,
        MaxRetries = null,
        RetryOn = TaskScheduling.DefaultRetryOn,
        RetryDelay = 0,
        QueueTimeout = 0,
        TotalTimeout = 0,
        Fresh = null,
    };

    /// <summary>Why the master named <paramref name="masterUid"/> cannot accept this task; null = it can.</summary>
    public string? Problem(string masterUid) =>
        Mode is not (TaskMode.Function or TaskMode.Executable or TaskMode.Shell)
            ? $"unknown mode '{Mode}'; known are {TaskMode.Function}, {TaskMode.Executable}, {TaskMode.Shell} and {Cpi.Mode}"
        : AddressProblem("scheduler", Scheduler, masterUid) ?? AddressProblem("raptor_id", RaptorId, masterUid) ?? ResourceProblem() ?? ContentProblem();

    /// <summary>Why a command in this description is not for the master named <paramref name="masterUid"/>; null = it is.</summary>
    public string? AddressProblem(string masterUid) =>
        AddressProblem("scheduler", Scheduler, masterUid) ?? AddressProblem("raptor_id", RaptorId, masterUid);

    private static string? AddressProblem(string key, string? value, string masterUid) =>
        string.IsNullOrEmpty(value) || value == "*" || value == masterUid
            ? null
            : $"{key} '{value}' is not this master; give '{masterUid}', '*' or nothing";

    private string? ResourceProblem() =>
        Ranks < 1 ? $"ranks is {Ranks}; it must be 1 or more"
        : CoresPerRank < 1 ? $"cores_per_rank is {CoresPerRank}; it must be 1 or more"
        : (long)Ranks * CoresPerRank > MaxSlots ? $"ranks x cores_per_rank is {(long)Ranks * CoresPerRank}; it must be at most {MaxSlots} slots"
        : GpusPerRank != 0 ? $"gpus_per_rank is {GpusPerRank}; it must be 0, as no worker has GPUs"
        : TaskScheduling.TimeProblem("timeout", Timeout) ?? Scheduling.Problem();

    /// <summary>What is missing, does not apply or cannot be passed to a program; null = nothing.</summary>
    public string? ContentProblem() => Mode switch
    {
        TaskMode.Function when string.IsNullOrEmpty(Function) => $"a {TaskMode.Function} needs \"function\"",
        TaskMode.Executable when string.IsNullOrWhiteSpace(Executable) => $"a {TaskMode.Executable} needs \"executable\", such as \"/bin/echo\"",
        TaskMode.Shell when string.IsNullOrWhiteSpace(Command) => $"a {TaskMode.Shell} needs \"command\", such as \"echo hello\"",
        _ => RuntimeProblem() ?? ProgramTexts.Problem(this),
    };

    private string? RuntimeProblem() =>
        Mode == TaskMode.Function ? TaskRuntime.Problem(Runtime, NamedEnv)
        : NamedEnv is not null ? $"named_env is for functions; for a {Mode}, activate the environment in pre_exec"
        : Runtime is not null ? $"runtime is for functions; for a {Mode}, load what it needs in pre_exec"
        : null;

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="ProtocolException">Not JSON, a key is missing, unknown or of the wrong type.</exception>
    public static TaskDescription Parse(ReadOnlySpan<byte> utf8Json) =>
        ContractsJson.Read(utf8Json, ContractsJson.Info<TaskDescription>(), "a task description");

    /// <summary>The JSON form, without default values.</summary>
    /// <exception cref="ProtocolException">A text or a value in it cannot be written as JSON.</exception>
    public byte[] ToUtf8Json() => StrictJson.Contract(this, "a task description");
}
