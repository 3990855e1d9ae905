namespace ScaleMs.Actors.Node.Exits;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>All done.</summary>
    public const int Done = 0;

    /// <summary>Some tasks failed, or the node or its master did.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration: nothing was begun.</summary>
    public const int Usage = 2;

    /// <summary>Ended by a signal, as shells have it: Ctrl+C.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM, in the same way.</summary>
    public const int Terminated = 143;
}
