using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>What the queue asks about the nodes.</summary>
internal interface IPlaces
{
    /// <summary>The nodes that are to make room for an overdue task; empty = there are none now.</summary>
    IReadOnlyCollection<PoolNode> ToReserve(TaskLane lane);

    /// <summary>Whether the task can end on the node before that ends by itself.</summary>
    bool HasTimeFor(PoolNode node, TaskSpec task);

    /// <summary>Whether all ranks of a task can begin at once on the free slots of several nodes.</summary>
    bool HaveRoomFor(TaskLane lane);
}
