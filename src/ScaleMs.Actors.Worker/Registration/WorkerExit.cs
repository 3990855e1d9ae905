namespace ScaleMs.Actors.Worker.Registration;

/// <summary>Why a worker ends, for its process.</summary>
/// <param name="ExitCode">0 = it was released; <see cref="Restart"/> = its process is to start anew.</param>
/// <param name="Reason">For people.</param>
public sealed record WorkerExit(int ExitCode, string Reason)
{
    /// <summary>EX_TEMPFAIL of sysexits.h: try again.</summary>
    public const int Restart = 75;
}
