namespace ScaleMs.Actors.Node.Exits;

/// <summary>Exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Done = 0;

    /// <summary>Some tasks failed, or the node or its master did.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration: nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl+C, coded as in shells.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM, coded as in shells.</summary>
    public const int Terminated = 143;
}
