using System.Collections.Immutable;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Executors;

/// <summary>Limits that executors enforce.</summary>
internal sealed record ExecutorSettings
{
    /// <summary>Characters kept of each captured stream; the rest is cut with a note.</summary>
    public int OutputLimit { get; init; } = 1024 * 1024;

    /// <summary>Most bytes of a task's whole outcome; a larger one fails the task.</summary>
    public int TransferLimit { get; init; } = 1024 * 1024;

    /// <summary>Where else modules are looked for, for the error that says that there is none; empty = nowhere.</summary>
    public string AlsoSearched { get; init; } = "";

    /// <summary>Modes of the user's, each with its type: <c>Namespace.Type, Assembly</c>.</summary>
    public ImmutableSortedDictionary<string, string> Modes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How the memory of programs is limited.</summary>
    public MemoryLimits Limits { get; init; } = MemoryLimits.Sampling;

    /// <summary>Grace period of a program that was told to end; the program is killed after it. Infinite = the caller kills it.</summary>
    public TimeSpan Grace { get; init; } = Timeout.InfiniteTimeSpan;
}
