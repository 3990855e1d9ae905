using System.Collections.Immutable;
using Akka.Configuration;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>Everything under <c>scalems</c>, read and checked in one place. Defaults are those of the embedded reference configuration.</summary>
public sealed record ScaleMsOptions
{
    public required MasterOptions Master { get; init; }

    public required WorkerPoolOptions Workers { get; init; }

    public required WorkerOptions Worker { get; init; }

    public required ClientOptions Client { get; init; }

    public required JournalOptions Journal { get; init; }

    public required TransferOptions Transfer { get; init; }

    public required TlsOptions Tls { get; init; }

    public required LogOptions Log { get; init; }

    /// <summary><c>scalems.commands</c>: name of a command to its handler, <c>Namespace.Type, Assembly</c>.</summary>
    public required ImmutableSortedDictionary<string, string> Commands { get; init; }

    /// <summary><c>scalems.serialization.allowed-types</c>: full names of types that may be made from received bytes, besides the product's own.</summary>
    public required ImmutableArray<string> AllowedTypes { get; init; }

    /// <summary>Reads and checks; what <paramref name="config"/> leaves out is as in <see cref="ScaleMsConfig.Reference"/>.</summary>
    /// <exception cref="InvalidConfigurationException">A key is unknown, or a value cannot be used.</exception>
    public static ScaleMsOptions From(Config config)
    {
        var whole = config.WithFallback(ScaleMsConfig.Reference);
        UnknownKeys.Check(whole);
        return OptionsReader.Read(whole);
    }
}

/// <summary><c>scalems.master</c></summary>
/// <param name="Uid">How tasks and clients address this master.</param>
/// <param name="MinWorkers">Minimum number of registered workers before tasks are assigned, 0 or more.</param>
/// <param name="MinWorkersDeadline">When they have not by then, the master ends with that reason.</param>
/// <param name="DrainDeadline">What a stop leaves running for longer is cancelled; 0 = no limit.</param>
/// <param name="Retain">Final records kept for queries.</param>
/// <param name="RetainBytes">Bytes of results kept with them.</param>
/// <param name="RetainFor">How long they are kept.</param>
/// <param name="MaxUnfinished">Tasks that are not final; clients wait while there are more.</param>
/// <param name="MaxUnfinishedBytes">Bytes of their descriptions.</param>
/// <param name="RecoveryWait">Time after a restart before tasks are assigned, unless all previous workers register sooner.</param>
/// <param name="Report">File for the report at the end, as JSON; empty = none.</param>
public sealed record MasterOptions(
    string Uid,
    int MinWorkers,
    TimeSpan MinWorkersDeadline,
    TimeSpan DrainDeadline,
    int Retain,
    long RetainBytes,
    TimeSpan RetainFor,
    int MaxUnfinished,
    long MaxUnfinishedBytes,
    TimeSpan RecoveryWait,
    string Report)
{
    /// <summary>The keys that say how long results are kept, for messages about results that are not.</summary>
    public const string RetentionKeys = "(scalems.master.retain, retain-bytes, retain-for)";
}

/// <summary><c>scalems.journal</c></summary>
/// <param name="Path">The file; null = there is no journal.</param>
/// <param name="SyncEveryCommit">What was answered survives a power cut too.</param>
public sealed record JournalOptions(string? Path, bool SyncEveryCommit);

/// <summary><c>scalems.workers</c>: how the master treats them.</summary>
/// <param name="LostAfter">Time after which an unreachable worker is considered lost; its tasks run elsewhere.</param>
/// <param name="MaxAttempts">Number of lost workers after which a task that ran on them is FAILED, 1 or more.</param>
public sealed record WorkerPoolOptions(TimeSpan LostAfter, int MaxAttempts);

/// <summary><c>scalems.worker</c>: one worker.</summary>
/// <param name="Name">For people; empty = host and process id.</param>
/// <param name="Slots">Tasks at one time; 0 = one for each core.</param>
/// <param name="Prefetch">Tasks held besides those that run, at most; 0 = 1024.</param>
/// <param name="Isolation"><c>process</c>: each slot has a process of its own; <c>none</c>: tasks run in the worker's process.</param>
/// <param name="Modules">Assembly files with functions that tasks call.</param>
/// <param name="Grace">Time that a cancelled or overdue task has to end by itself.</param>
/// <param name="OutputLimit">Bytes kept of a program's standard output, and of its standard error.</param>
/// <param name="RegisterDeadline">Time after which a worker that finds no master ends.</param>
/// <param name="RecycleAfter">When a slot's process is replaced by a new one.</param>
public sealed record WorkerOptions(
    string Name,
    int Slots,
    int Prefetch,
    string Isolation,
    ImmutableArray<string> Modules,
    TimeSpan Grace,
    long OutputLimit,
    TimeSpan RegisterDeadline,
    RecycleOptions RecycleAfter);

/// <summary><c>scalems.worker.recycle-after-…</c>: when a slot's process is replaced by a new one.</summary>
/// <param name="Tasks">Number of tasks; 0 = no limit.</param>
/// <param name="Memory">When it holds more bytes than this after a task; 0 = never for that reason.</param>
public sealed record RecycleOptions(int Tasks, long Memory)
{
    /// <summary>Only when a task leaves something running in it.</summary>
    public static RecycleOptions Never { get; } = new(0, 0);
}

/// <summary><c>scalems.client</c></summary>
/// <param name="Contact">Where a master may be, <c>HOST:PORT</c>.</param>
/// <param name="ConnectDeadline">Time after which a client that finds no master gives up.</param>
/// <param name="ReconnectDeadline">Time in which a client looks for a lost master; 0 = none.</param>
/// <param name="MaxInFlight">Tasks submitted and not final, at most.</param>
public sealed record ClientOptions(ImmutableArray<string> Contact, TimeSpan ConnectDeadline, TimeSpan ReconnectDeadline, int MaxInFlight);

/// <summary><c>scalems.transfer</c></summary>
/// <param name="Inline">A task's description or outcome with more bytes travels by itself, in parts.</param>
/// <param name="Max">Bytes of a task's description or of its outcome, at most.</param>
/// <param name="MaxMessage">Bytes of any message, at most: half of <c>akka.remote.dot-netty.tcp.maximum-frame-size</c>.</param>
public sealed record TransferOptions(long Inline, long Max, long MaxMessage)
{
    /// <summary>As in the reference configuration.</summary>
    public static TransferOptions Default { get; } = new(Inline: 32 << 10, Max: 64 << 20, MaxMessage: 2 << 20);
}

/// <summary><c>scalems.log</c></summary>
/// <param name="Level">DEBUG, INFO, WARNING or ERROR.</param>
/// <param name="File">Also written to this file; empty = to none.</param>
/// <param name="Format">text or json.</param>
public sealed record LogOptions(string Level, string File, string Format);
