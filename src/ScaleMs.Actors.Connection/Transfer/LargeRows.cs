using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>Takes the rows out of a batch whose payload is too large to travel with others.</summary>
public static class LargeRows
{
    /// <summary>What tells a large row's batch from every other to the same receiver, and is the same when it is sent again.</summary>
    public readonly record struct Identity(Type Batch, TaskKey Key, int Attempt);

    /// <summary>
    /// The batch in pieces, in its order: runs of rows up to <paramref name="inline"/> bytes as they are, and each larger row as a
    /// batch by itself, with its identity. One that is to be accepted or refused as a whole stays whole.
    /// </summary>
    public static IEnumerable<(IBatch Batch, Identity? Large)> Split(IBatch batch, long inline) => batch switch
    {
        SubmitBatch { Atomic: true, Tasks: [var first, ..] tasks } whole => [(whole, tasks.Sum(SizeOf) > inline ? new Identity(typeof(SubmitBatch), first.Key, first.Attempt) : null)],
        SubmitBatch submit => Split(submit, submit.Tasks, inline, SizeOf, static row => (row.Key, row.Attempt), rows => submit with { Tasks = rows }),
        AssignBatch assign => Split(assign, assign.Tasks, inline, SizeOf, static row => (row.Key, row.Attempt), rows => assign with { Tasks = rows }),
        ResultBatch results => Split(
            results, results.Results, inline, static row => row.Payload.Length, static row => (row.Key, row.Attempt), rows => results with { Results = rows }),
        _ => [(batch, null)],
    };

    private static long SizeOf(TaskRow row) => row.Payload.Length + row.Options.Length;

    private static IEnumerable<(IBatch Batch, Identity? Large)> Split<T>(
        IBatch whole, ImmutableArray<T> rows, long inline, Func<T, long> size, Func<T, (TaskKey Key, int Attempt)> id, Func<ImmutableArray<T>, IBatch> with)
    {
        if (!rows.Any(row => size(row) > inline))
        {
            yield return (whole, null);
            yield break;
        }

        var begin = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (size(rows[i]) <= inline)
            {
                continue;
            }

            if (i > begin)
            {
                yield return (with(rows[begin..i]), null);
            }

            var (key, attempt) = id(rows[i]);
            yield return (with([rows[i]]), new Identity(whole.GetType(), key, attempt));
            begin = i + 1;
        }

        if (begin < rows.Length)
        {
            yield return (with(rows[begin..]), null);
        }
    }
}
