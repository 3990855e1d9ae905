namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>Limits at which a batch is closed; it is also closed when no more rows are ready.</summary>
public static class BatchLimits
{
    /// <summary>About <see cref="Bytes"/> of no-op tasks, at a few dozen bytes per row.</summary>
    public const int Rows = 512;

    /// <summary>Payload bytes: large enough to make a frame's fixed cost negligible, small enough to share a connection fairly.</summary>
    public const int Bytes = 64 * 1024;

    /// <summary>At least the bytes that a batch adds to the payload of its only row.</summary>
    public const int Overhead = 4096;
}
