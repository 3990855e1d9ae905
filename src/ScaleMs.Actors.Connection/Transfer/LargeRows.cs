using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>Splits off the rows of a batch whose payload is too large to be sent together with others.</summary>
public static class LargeRows
{
    /// <summary>Identifies a large row's batch among those to the same receiver; the same when it is sent again.</summary>
    public readonly record struct Identity(Type Batch, TaskKey Key, int Attempt);

    /// <summary>
    /// Splits the batch into pieces, in order: runs of rows of up to <paramref name="inline"/> bytes, and each larger row as a batch of its
    /// own, with its identity. An atomic batch is not split.
    /// </summary>
    public static IEnumerable<BatchPiece> Split(IBatch batch, long inline) => batch switch
    {
        SubmitBatch { Atomic: true, Tasks: [var first, ..] tasks } => [new(batch, tasks.Sum(static row => row.Size) > inline ? IdentityOf(batch, first) : null)],
        SubmitBatch submit => Split(submit, submit.Tasks, inline, rows => submit with { Tasks = rows }),
        AssignBatch assign => Split(assign, assign.Tasks, inline, static rows => new AssignBatch(rows)),
        ResultBatch results => Split(results, results.Results, inline, static rows => new ResultBatch(rows)),
        _ => [new(batch, null)],
    };

    private static Identity IdentityOf<T>(IBatch batch, in T row)
        where T : struct, IBatchRow => new(batch.GetType(), row.Key, row.Attempt);

    private static IEnumerable<BatchPiece> Split<T>(IBatch whole, ImmutableArray<T> rows, long inline, Func<ImmutableArray<T>, IBatch> with)
        where T : struct, IBatchRow
    {
        if (!rows.Any(row => row.Size > inline))
        {
            yield return new(whole, null);
            yield break;
        }

        var begin = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Size <= inline)
            {
                continue;
            }

            if (i > begin)
            {
                yield return new(with(rows[begin..i]), null);
            }

            yield return new(with([rows[i]]), IdentityOf(whole, rows[i]));
            begin = i + 1;
        }

        if (begin < rows.Length)
        {
            yield return new(with(rows[begin..]), null);
        }
    }
}
