namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>The time of an event.</summary>
/// <param name="Elapsed">By the monotonic clock, from any point on.</param>
/// <param name="Microseconds">As results have it.</param>
internal readonly record struct SlotTime(TimeSpan Elapsed, long Microseconds);
