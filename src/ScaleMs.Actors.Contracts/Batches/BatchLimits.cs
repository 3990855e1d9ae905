namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>Limits at which a batch is closed; it is also closed when there is nothing more to add at the moment.</summary>
public static class BatchLimits
{
    /// <summary>At a few dozen bytes a row this is about <see cref="Bytes"/> of no-op tasks.</summary>
    public const int Rows = 512;

    /// <summary>Payload bytes: large enough that a frame's fixed cost vanishes, small enough to share a connection fairly.</summary>
    public const int Bytes = 64 * 1024;
}
