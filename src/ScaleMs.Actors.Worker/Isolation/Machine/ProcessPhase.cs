using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>A slot's process as the slot has it.</summary>
internal abstract record ProcessPhase
{
    private ProcessPhase()
    {
    }

    /// <summary>There is none.</summary>
    public sealed record None : ProcessPhase
    {
        public static readonly None Instance = new();
    }

    /// <summary>It loads, or is about to be started.</summary>
    /// <param name="Environment">What kind of process it is.</param>
    /// <param name="IsOutdated">True = modules have been built again meanwhile.</param>
    /// <param name="KilledFor">The task because of which it was killed, possibly before there was anything to kill; null = it was not.</param>
    public sealed record Starting(SlotEnvironment Environment, bool IsOutdated = false, RunningTask? KilledFor = null) : ProcessPhase;

    /// <summary>It can run tasks.</summary>
    public sealed record Ready(ReadyProcess Process) : ProcessPhase;

    /// <summary>It is empty and was told to end.</summary>
    public sealed record Closing : ProcessPhase
    {
        public static readonly Closing Instance = new();
    }
}
