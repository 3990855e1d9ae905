namespace ScaleMs.Actors.Workers.Node;

/// <summary>Why a worker ends, for its process.</summary>
/// <param name="ExitCode">0 = it was released.</param>
/// <param name="Reason">For people.</param>
internal sealed record WorkerExit(int ExitCode, string Reason);
