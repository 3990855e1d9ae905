namespace ScaleMs.Actors.Master.Pool;

/// <summary>What the queue asks about the nodes.</summary>
internal interface IPlaces
{
    /// <summary>The nodes that are to make room for an overdue task; empty = there are none now.</summary>
    IReadOnlyCollection<PoolNode> ToReserve(TaskLane lane);

    /// <summary>Whether all ranks of a task can begin at once on the free slots of several nodes.</summary>
    bool HaveRoomFor(TaskLane lane);
}
