namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and more is a signal that ended it.</param>
/// <param name="Report">What it told by <see cref="Preparation.Descriptor"/>.</param>
internal readonly record struct ProgramEnd(int ExitCode, string Report);
