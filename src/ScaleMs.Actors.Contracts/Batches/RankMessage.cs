namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>Worker to worker: what one rank of a task sends to another one.</summary>
/// <param name="Task">Task and attempt.</param>
/// <param name="Number">1 for the first from this worker for the task, so that a lost one is noticed.</param>
/// <param name="From">The rank that sends.</param>
/// <param name="To">The rank that receives; -1 = <paramref name="From"/> has ended, and sends nothing more.</param>
/// <param name="Content">At most 64 KiB. At the end of a rank, one byte: how it has ended.</param>
public sealed record RankMessage(AckRow Task, int Number, int From, int To, ReadOnlyMemory<byte> Content) : IBatch
{
    /// <summary>In place of a receiver.</summary>
    public const int End = -1;
}
