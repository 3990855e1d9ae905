namespace ScaleMs.Actors.Files;

/// <summary>How a store uses its work directory.</summary>
public sealed record FileStoreSettings
{
    /// <summary>How long to wait for another process that has locked the directory; each holds the lock for some milliseconds.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock that waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
