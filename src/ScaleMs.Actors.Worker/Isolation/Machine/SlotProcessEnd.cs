using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>How a slot's process ended.</summary>
/// <param name="Started">False = it never could run a task.</param>
/// <param name="Announced">The code with which it said that it exits; null = it did not say so.</param>
/// <param name="ExitCode">As the system has it: 128 and more is a signal that ended it; null = not known.</param>
/// <param name="Reason">Why it could not start, or what was wrong with what it said; null = nothing of that kind.</param>
internal sealed record SlotProcessEnd(bool Started, int? Announced, int? ExitCode, string? Reason)
{
    private const int SignalBase = 128;

    /// <summary>True = it ended because of another process, so the task in it is not to blame.</summary>
    public bool IsInnocent { get; init; }

    /// <summary>True = it ended with the other ranks of its task; which one was first is not known.</summary>
    public bool WithWorld { get; init; }

    /// <summary>What it used and may use of memory, if that was more and it was killed for it; null = it was not.</summary>
    public string? OutOfMemory { get; init; }

    /// <summary>What this is for the task that ran.</summary>
    public ErrorType Type => OutOfMemory is not null ? ErrorType.OutOfMemory : Reason is null && Announced is not null ? ErrorType.ProcessExit : WithWorld ? ErrorType.RankLost : ErrorType.ProcessCrash;

    /// <summary>For people.</summary>
    public string Description => OutOfMemory ?? Reason
        ?? (Announced is { } code ? string.Create(CultureInfo.InvariantCulture, $"the task ended the process that it ran in, with exit code {code}")
            : WithWorld ? ExitCode is null ? "this rank ended with the MPI world of its task"
                : string.Create(CultureInfo.InvariantCulture, $"this rank ended with the MPI world of its task; the launcher ended with exit code {ExitCode}, see stderr")
            : ExitCode is > SignalBase and var signal ? string.Create(CultureInfo.InvariantCulture, $"the process that the task ran in was ended by signal {signal - SignalBase}{SignalName(signal - SignalBase)}")
            : string.Create(CultureInfo.InvariantCulture, $"the process that the task ran in ended with exit code {ExitCode}"));

    private static string SignalName(int signal) => signal switch
    {
        3 => " (SIGQUIT)",
        4 => " (SIGILL)",
        6 => " (SIGABRT: stack overflow, fail-fast or an unhandled exception; see stderr)",
        7 => " (SIGBUS)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL: another process killed it, or the machine was short of memory)",
        11 => " (SIGSEGV)",
        15 => " (SIGTERM)",
        _ => "",
    };
}
