namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>When a batch is closed: at so many rows, at so many bytes, or when there is nothing more to add right now.</summary>
public static class BatchLimits
{
    /// <summary>At a few dozen bytes a row this is about <see cref="Bytes"/> of no-op tasks.</summary>
    public const int Rows = 512;

    /// <summary>Payload bytes: large enough that a frame's fixed cost vanishes, small enough to share a connection fairly.</summary>
    public const int Bytes = 64 * 1024;
}
