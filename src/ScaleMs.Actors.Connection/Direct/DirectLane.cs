namespace ScaleMs.Actors.Connection.Direct;

/// <summary>Which of a node's connections to another one. There is one for each, so that small batches do not wait for large ones.</summary>
public enum DirectLane
{
    /// <summary>Ordinary batches.</summary>
    Batches,

    /// <summary>Large rows, and packets between ranks; a node has no such rows for a node with ranks.</summary>
    Bulk,
}
