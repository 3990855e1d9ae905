namespace ScaleMs.Actors.Contracts.Staging;

/// <summary>How a file is staged (RADICAL-Pilot's names).</summary>
public enum StagingAction
{
    /// <summary>Copied, over the network where that is needed.</summary>
    Transfer,

    /// <summary>Copied on the worker's host.</summary>
    Copy,

    /// <summary>Linked symbolically on the worker's host.</summary>
    Link,

    /// <summary>Moved on the worker's host.</summary>
    Move,
}
