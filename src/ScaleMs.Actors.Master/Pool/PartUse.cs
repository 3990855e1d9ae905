namespace ScaleMs.Actors.Master.Pool;

/// <summary>What becomes of a result that may be that of a part of a spread task.</summary>
internal enum PartUse
{
    /// <summary>It is a whole task's.</summary>
    None,

    /// <summary>Other parts have not ended, or all have and the whole result is being written.</summary>
    Kept,

    /// <summary>It was the last, and there is a result of the whole task.</summary>
    Completes,

    /// <summary>The worker has dropped the part, so the attempt starts anew.</summary>
    Dropped,
}
