using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>What slots with a process of their own need to know.</summary>
/// <param name="Command">Starts such a process.</param>
/// <param name="Start">What it is told first.</param>
internal sealed record ProcessSlotSettings(SlotCommand Command, StartFrame Start);
