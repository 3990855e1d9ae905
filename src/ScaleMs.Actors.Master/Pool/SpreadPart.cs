using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>The ranks of a spread task that run on one worker.</summary>
/// <param name="task">The task.</param>
/// <param name="node">The worker.</param>
/// <param name="ranks">The ranks.</param>
/// <param name="slots">The slots that they hold.</param>
internal sealed class SpreadPart(SpreadTask task, PoolNode node, RankSpan ranks, int slots)
{
    public SpreadTask Task { get; } = task;

    public PoolNode Node { get; } = node;

    public RankSpan Ranks { get; } = ranks;

    public int Slots { get; } = slots;

    /// <summary>What they hold of its resources.</summary>
    public Holding Holding { get; set; }

    /// <summary>The worker's result for these ranks; null = they have not ended.</summary>
    public ResultRow? Result { get; set; }

    public RankPlace Place => new(Ranks.First, Ranks.Count, Node.Actor.Path.ToSerializationFormat(), Node.Actor.Path.Address.Host ?? "localhost");
}
