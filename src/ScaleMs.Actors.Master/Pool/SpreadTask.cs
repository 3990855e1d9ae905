using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>An attempt whose ranks run on several workers at the same time, because none is large enough. It ends when the last of its parts has.</summary>
internal sealed class SpreadTask
{
    /// <summary>An attempt on some workers.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="shares">The workers, each with its number of ranks.</param>
    public SpreadTask(TaskAttempt attempt, IReadOnlyList<(PoolNode Node, int Ranks)> shares)
    {
        Attempt = attempt;
        var first = 0;
        var parts = ImmutableArray.CreateBuilder<SpreadPart>(shares.Count);
        foreach (var (node, ranks) in shares)
        {
            parts.Add(new SpreadPart(this, node, new RankSpan(first, ranks, attempt.Task.Ranks), ranks * attempt.Task.SlotsPerRank));
            first += ranks;
        }

        Parts = parts.MoveToImmutable();
        Places = [.. Parts.Select(static part => part.Place)];
    }

    public TaskAttempt Attempt { get; }

    public ImmutableArray<SpreadPart> Parts { get; }

    public ImmutableArray<RankPlace> Places { get; }

    /// <summary>Names of the workers, for people.</summary>
    public string Workers => string.Join(", ", Parts.Select(static part => part.Node.Name));

    public SpreadPart? At(PoolNode? node) => Parts.FirstOrDefault(part => part.Node == node);

    /// <summary>The result of the whole task; null = a part has not ended.</summary>
    /// <param name="transferLimit">Most bytes of an outcome.</param>
    public ResultRow? Result(long transferLimit)
    {
        if (Parts.Any(static part => part.Result is null))
        {
            return null;
        }

        var results = Parts.Select(static part => part.Result!.Value).ToList();
        var (state, outcome) = RankOutcomes.Joined([.. results.Select(static result => (result.State, TaskOutcome.ParseOrError(result.Payload.Span)))]);
        var payload = outcome.ToUtf8Json();
        if (payload.Length > transferLimit)
        {
            state = TaskState.Failed;
            payload = TaskOutcome.Error(
                ErrorType.ResultTooLarge,
                $"the results of the task's ranks take {payload.Length} bytes as JSON; scalems.transfer.max allows {transferLimit}. Write large data to files and return their paths.").ToUtf8Json();
        }

        var begun = results.Where(static result => result.StartedMicroseconds > 0).Select(static result => result.StartedMicroseconds);
        return results[0] with
        {
            State = state,
            StartedMicroseconds = begun.DefaultIfEmpty().Min(),
            FinishedMicroseconds = results.Max(static result => result.FinishedMicroseconds),
            Code = results.Select(static result => result.Code).FirstOrDefault(static code => code is not null),
            Payload = payload,
        };
    }
}
