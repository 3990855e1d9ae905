namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>Some ranks of a task that has several; the default is the one rank of a task that has no more.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many.</param>
/// <param name="Size">The number of ranks of the whole task; 0 = the task has one rank.</param>
public readonly record struct RankSpan(int First, int Count, int Size)
{
    /// <summary>Whether the task has several ranks.</summary>
    public bool AreSeveral => Size > 1;

    /// <summary>Whether other ranks of the task are elsewhere.</summary>
    public bool ArePart => Count < Size;

    /// <summary>All ranks of a task.</summary>
    public static RankSpan All(int size) => size > 1 ? new RankSpan(0, size, size) : default;
}
