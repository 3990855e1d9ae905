using System.Numerics;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>What decides where a task can run. Tasks of the same shape can run on the same nodes.</summary>
/// <param name="Slots">Slots of all its ranks.</param>
/// <param name="Ranks">1 or more, each with the same number of slots and the same resources.</param>
/// <param name="Need">Its runtime.</param>
/// <param name="Resources">What each rank needs besides slots; null = nothing.</param>
/// <param name="Time">The order of magnitude of its timeout, since some nodes end before others; 0 = it has none.</param>
internal readonly record struct TaskShape(int Slots, int Ranks, RuntimeNeed Need, TaskResources? Resources = null, int Time = 0)
{
    public int SlotsPerRank => Slots / Ranks;

    public static TaskShape Of(TaskSpec task) => new(task.Slots, task.Ranks, RuntimeNeed.Of(task.Runtime), task.Resources, TimeOf(task));

    /// <summary>Within a factor of two, so that tasks with timeouts of their own have few shapes.</summary>
    public static int TimeOf(TaskSpec task) => task.TimeoutMilliseconds > 0 ? BitOperations.Log2((ulong)task.TimeoutMilliseconds) + 1 : 0;

    /// <summary>Ranks that the node has room for while nothing runs there.</summary>
    public int RanksWhenEmpty(PoolNode node)
    {
        var ranks = node.Slots / SlotsPerRank;
        return Resources is null || ranks == 0 ? ranks : Math.Min(ranks, node.Resources.RanksWhenEmpty(Resources));
    }

    /// <summary>Ranks that the node has room for now, in slots in which they begin at once.</summary>
    public int RanksNow(PoolNode node)
    {
        var ranks = node.Room / SlotsPerRank;
        return Resources is null || ranks == 0 ? ranks : Math.Min(ranks, node.Resources.RanksNow(Resources));
    }

    /// <summary>Whether the node can run all ranks while nothing else runs there.</summary>
    public bool FitsWhenEmpty(PoolNode node) => Slots <= node.Slots && (Resources is null || node.Resources.RanksWhenEmpty(Resources) >= Ranks);

    /// <summary>Whether the node has the resources for all ranks now, its slots aside.</summary>
    public bool HasResources(PoolNode node) => Resources is null || node.Resources.RanksNow(Resources) >= Ranks;
}
