using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Staging;

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

    /// <summary><see cref="TaskMode.Method"/>: the method's name, or <c>Class.method</c> with the class's module in <see cref="Module"/> or in front.</summary>
    [JsonPropertyName("method")]
    public string? Method { get; init; }

    /// <summary><see cref="TaskMode.Eval"/>: the expression; <see cref="TaskMode.Exec"/>: the statements.</summary>
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    /// <summary>Python: file with a worker class of the user's, and with names that functions and code may use.</summary>
    [JsonPropertyName("raptor_file")]
    public string? RaptorFile { get; init; }

    /// <summary>Python: class in <see cref="RaptorFile"/>, or <c>module.Class</c>; its methods are functions, and it may register modes.</summary>
    [JsonPropertyName("raptor_class")]
    public string? RaptorClass { get; init; }

    /// <summary><see cref="TaskMode.Executable"/>, <see cref="TaskMode.Proc"/>: the program.</summary>
    [JsonPropertyName("executable")]
    public string? Executable { get; init; }

    /// <summary><see cref="TaskMode.Executable"/>, <see cref="TaskMode.Proc"/>: its arguments.</summary>
    [JsonPropertyName("arguments")]
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary><see cref="TaskMode.Shell"/>: the command line.</summary>
    [JsonPropertyName("command")]
    public string? Command { get; init; }

    /// <summary>
    /// Shell lines to run before the program, in the same shell; for functions, before their process starts; for
    /// <see cref="TaskMode.Exec"/>, statements to run before the code, such as imports.
    /// </summary>
    [JsonPropertyName("pre_exec")]
    public ImmutableArray<string> PreExec { get; init; } = [];

    /// <summary>Shell lines to run after the program, in the same shell, if it ended with 0.</summary>
    [JsonPropertyName("post_exec")]
    public ImmutableArray<string> PostExec { get; init; } = [];

    /// <summary>Programs: file that gets all of its standard output, relative to its working directory; with several ranks, one file each, with <c>.RANK</c> behind its name.</summary>
    [JsonPropertyName("stdout")]
    public string? Stdout { get; init; }

    /// <summary>As <see cref="Stdout"/>, for standard error.</summary>
    [JsonPropertyName("stderr")]
    public string? Stderr { get; init; }

    /// <summary>Seconds within which the process for a function must be ready to run it, if it has to be started; 0 = as configured.</summary>
    [JsonPropertyName("startup_timeout")]
    public double StartupTimeout { get; init; }

    /// <summary>False = it does not run again when its worker is lost, as with <c>max_retries</c> 0.</summary>
    [JsonPropertyName("restartable")]
    public bool? Restartable { get; init; }

    /// <summary>
    /// Programs: true = the worker's launcher, such as mpirun, starts the ranks; absent or false = they are independent processes. Python functions with
    /// several ranks: false = they get no communicator.
    /// </summary>
    [JsonPropertyName("use_mpi")]
    public bool? UseMpi { get; init; }

    /// <summary>Variables added to the worker's environment, for programs and for functions that run in a process of their own.</summary>
    [JsonPropertyName("environment")]
    public ImmutableSortedDictionary<string, string> Environment
    {
        get;

        // null in JSON means empty.
        init => field = value ?? ImmutableSortedDictionary<string, string>.Empty;
    }

        = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Programs: working directory; absent = the worker's, or with files or <see cref="LfsPerRank"/> one of its own.</summary>
    [JsonPropertyName("sandbox")]
    public string? Sandbox { get; init; }

    /// <summary>Programs: files that are in the working directory before it begins.</summary>
    [JsonPropertyName("input_staging")]
    public ImmutableArray<StagingDirective> InputStaging { get; init; } = [];

    /// <summary>Programs: files that it leaves in the working directory, for the client, other tasks or the worker's host.</summary>
    [JsonPropertyName("output_staging")]
    public ImmutableArray<StagingDirective> OutputStaging { get; init; } = [];

    /// <summary>True = <see cref="OutputStaging"/> also if the program has failed; files that are not there are then left out.</summary>
    [JsonPropertyName("stage_on_error")]
    public bool StageOnError { get; init; }

    /// <summary>Processes or calls of the task, 1 or more. A function runs once per rank. All ranks begin together, on one worker if one has so many slots, else on several.</summary>
    [JsonPropertyName("ranks")]
    public int Ranks { get; init; } = 1;

    /// <summary>Slots each rank holds, 1 or more.</summary>
    [JsonPropertyName("cores_per_rank")]
    public int CoresPerRank { get; init; } = 1;

    /// <summary>GPUs each rank needs: a share of one, from 0.0001 to 1, or a whole number of its own; 0 = none.</summary>
    [JsonPropertyName("gpus_per_rank")]
    public double GpusPerRank { get; init; }

    /// <summary>Memory each rank needs, MiB: it is counted, and the rank may not use more; 0 = neither.</summary>
    [JsonPropertyName("mem_per_rank")]
    public double MemPerRank { get; init; }

    /// <summary>Space each rank needs on its worker's local disk, MiB, at most which it may use; 0 = neither counted nor limited.</summary>
    [JsonPropertyName("lfs_per_rank")]
    public double LfsPerRank { get; init; }

    /// <summary>Named resources of the worker that each rank needs, such as licences; each from 0.0001 on.</summary>
    [JsonPropertyName("resources")]
    public ImmutableSortedDictionary<string, double> Resources
    {
        get;

        // null in JSON means empty.
        init => field = value ?? ImmutableSortedDictionary<string, double>.Empty;
    }

        = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>True = each rank runs on cores that no other such task has, as many as <see cref="CoresPerRank"/>.</summary>
    [JsonPropertyName("cpu_affinity")]
    public bool CpuAffinity { get; init; }

    /// <inheritdoc cref="TaskScheduling.WaitForResources"/>
    [JsonPropertyName("wait_for_resources")]
    public bool WaitForResources { get; init; }

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

    /// <inheritdoc cref="TaskScheduling.TraceParent"/>
    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; init; }

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
        MaxRetries = MaxRetries ?? (Restartable == false ? 0 : null),
        RetryOn = RetryOn,
        RetryDelay = RetryDelay,
        QueueTimeout = QueueTimeout,
        TotalTimeout = TotalTimeout,
        TraceParent = TraceParent,
        Fresh = Fresh,
        WaitForResources = WaitForResources,
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
        Restartable = null,
        RetryOn = TaskScheduling.DefaultRetryOn,
        RetryDelay = 0,
        QueueTimeout = 0,
        TotalTimeout = 0,
        TraceParent = null,
        Fresh = null,
        WaitForResources = false,
    };

    /// <summary>Why the master named <paramref name="masterUid"/> cannot accept this task; null = it can.</summary>
    public string? Problem(string masterUid) =>
        Mode is Workers.WorkerDescription.RaptorMaster ? $"mode {Mode}: a master is started with 'scalems seed', not by another master"
        : Mode is Workers.WorkerDescription.RaptorWorker ? $"mode {Mode}: this is a worker and not a task; start it with add_workers ('scalems workers add')"
        : IsUnknownMode
            ? $"unknown mode '{Mode}'; known are {string.Join(", ", TaskMode.All)} and {Cpi.Mode}; modes of your own do not begin with 'task.'"
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
        : TaskResources.Problem(this) ?? TaskScheduling.TimeProblem("timeout", Timeout) ?? TaskScheduling.TimeProblem("startup_timeout", StartupTimeout) ?? Scheduling.Problem();

    /// <summary>What is missing, does not apply or cannot be passed to a program; null = nothing.</summary>
    public string? ContentProblem() => Mode switch
    {
        TaskMode.Function when string.IsNullOrEmpty(Function) => $"a {TaskMode.Function} needs \"function\"",
        TaskMode.Method when string.IsNullOrEmpty(Method) => $"a {TaskMode.Method} needs \"method\"",
        TaskMode.Eval or TaskMode.Exec when string.IsNullOrWhiteSpace(Code) => $"a {Mode} needs \"code\"",
        TaskMode.Executable or TaskMode.Proc when string.IsNullOrWhiteSpace(Executable) => $"a {Mode} needs \"executable\", such as \"/bin/echo\"",
        TaskMode.Shell when string.IsNullOrWhiteSpace(Command) => $"a {TaskMode.Shell} needs \"command\", such as \"echo hello\"",
        _ => RuntimeProblem() ?? ProgramTexts.Problem(this) ?? StagingProblem("input_staging", InputStaging, static directive => directive.InputProblem()) ?? StagingProblem("output_staging", OutputStaging, static directive => directive.OutputProblem()),
    };

    private static string? StagingProblem(string key, ImmutableArray<StagingDirective> directives, Func<StagingDirective, string?> problemOf)
    {
        for (var i = 0; i < directives.Length; i++)
        {
            if ((directives[i] is { } directive ? problemOf(directive) : "null; a staging directive is expected") is { } problem)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]: {problem}");
            }
        }

        return null;
    }

    private bool IsUnknownMode => !TaskMode.All.Contains(Mode) && !TaskMode.MayBeUsers(Mode);

    /// <summary>Keys that do not apply to its mode or runtime.</summary>
    private string? RuntimeProblem() =>
        TaskMode.IsProgram(Mode) ? ProgramProblem()
        : Sandbox is not null ? "sandbox is for programs; a function can change its directory, which is put back after it"
        : Command is not null && TaskMode.All.Contains(Mode) ? $"command is for {TaskMode.Shell}, and this is a {Mode}"
        : Code is not null && Mode is TaskMode.Function or TaskMode.Method ? $"code is for {TaskMode.Eval} and {TaskMode.Exec}, and this is a {Mode}"
        : TaskMode.NeedsPython(Mode) && Function is not null ? $"function is for {TaskMode.Function}, and this is a {Mode}"
        : Mode is TaskMode.Eval or TaskMode.Exec && (!Args.IsDefaultOrEmpty || Kwargs is { IsEmpty: false })
            ? $"args and kwargs are for functions and methods; write the values into the code of a {Mode}"
        : !InputStaging.IsEmpty ? "input_staging is for programs; a function gets files as arguments"
        : !OutputStaging.IsEmpty || StageOnError ? "output_staging is for programs; a function returns its files"
        : !PostExec.IsEmpty ? "post_exec is for programs; a function can tidy up by itself"
        : Stdout is not null || Stderr is not null ? "stdout and stderr name files for the output of programs; that of a function is in its record"
        : Runtime == TaskRuntime.DotNet && (TaskMode.NeedsPython(Mode) || RaptorFile is not null || RaptorClass is not null)
            ? $"a {Mode}{(TaskMode.NeedsPython(Mode) ? "" : " with raptor_file or raptor_class")} runs in Python, so its runtime cannot be {TaskRuntime.DotNet}"
        : TaskRuntime.Problem(Runtime, NamedEnv);

    private string? ProgramProblem() =>
        RaptorFile is not null || RaptorClass is not null ? $"raptor_file and raptor_class are for functions, and this is a {Mode}"
        : StartupTimeout > 0 ? $"startup_timeout is for functions, whose interpreter may have to be started; a {Mode} has only timeout"
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
