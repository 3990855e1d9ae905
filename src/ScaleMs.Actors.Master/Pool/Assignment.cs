using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>What goes to one worker.</summary>
/// <param name="TaskAttempt">The attempt.</param>
/// <param name="Part">Which of its ranks, when it is spread over workers; null = all of it.</param>
/// <param name="Holding">What it holds of the worker's resources.</param>
internal readonly record struct Assignment(TaskAttempt TaskAttempt, SpreadPart? Part = null, Holding Holding = default)
{
    /// <summary>True for one of the assignments of an attempt: the one that names its worker.</summary>
    public bool Leads => Part is null or { Ranks.First: 0 };

    public TaskRow ToRow()
    {
        var row = TaskAttempt.Task.ToRow(TaskAttempt.Attempt);
        return Part is not null ? row with { Slots = Part.Slots, Ranks = Part.Ranks, Places = Part.Task.Places, Gpus = Part.Holding.Gpus }
            : Holding.Gpus.IsDefault ? row
            : row with { Gpus = Holding.Gpus };
    }
}
