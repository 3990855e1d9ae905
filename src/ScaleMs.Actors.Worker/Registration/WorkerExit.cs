namespace ScaleMs.Actors.Worker.Registration;

/// <summary>Why a worker ends, reported to its process.</summary>
/// <param name="ExitCode">0 = it was released; <see cref="Restart"/> = its process should restart.</param>
/// <param name="Reason">The reason, for people.</param>
public sealed record WorkerExit(int ExitCode, string Reason)
{
    /// <summary>EX_TEMPFAIL of sysexits.h: try again.</summary>
    public const int Restart = 75;
}
