namespace ScaleMs.Actors.Worker.Isolation.Links;

/// <summary>How a slot's process ended.</summary>
/// <param name="ExitCode">As the system has it; null = not known.</param>
/// <param name="IsInnocent">It ended because of another process, so its task is not to blame.</param>
/// <param name="Said">What the program has said that had started it.</param>
internal readonly record struct LinkEnd(int? ExitCode, bool IsInnocent = false, string Said = "");
