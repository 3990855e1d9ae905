namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 or more = a signal ended it.</param>
/// <param name="Report">Its report on <see cref="Preparation.Descriptor"/>.</param>
/// <param name="OutOfMemory">What it used and may use of memory, if that was more and it was killed for it; null = it was not.</param>
internal readonly record struct ProgramEnd(int ExitCode, string Report, string? OutOfMemory = null);
