using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>A failure propagated from task to task: its origin and its path, without the middle of a long path.</summary>
/// <param name="Root">The task that failed first, and why.</param>
/// <param name="First">The first tasks that it was propagated to.</param>
/// <param name="Last">The latest ones.</param>
/// <param name="Count">Number of tasks that it was propagated to.</param>
internal sealed record RootFailure(string Root, ImmutableArray<TaskUid> First, TaskUid? Last, int Count)
{
    private const int MostOfRoot = 2_000;
    private const int MostNamed = 3;

    /// <summary>The failure of a task that depends on that one.</summary>
    public static RootFailure Of(TaskEntry failed)
    {
        if (failed.Detail?.Failure is { } handed)
        {
            return handed with
            {
                First = handed.First.Length < MostNamed ? handed.First.Add(failed.Uid) : handed.First,
                Last = failed.Uid,
                Count = handed.Count + 1,
            };
        }

        var outcome = TaskOutcome.ParseOrError(failed.Outcome.Span);
        var text = $"{failed.Uid} is {TaskLifeCycle.Name(failed.State)}: {outcome.Exception ?? TaskFailure.NameOf(outcome)}";
        return new RootFailure(text.Length <= MostOfRoot ? text : $"{text[..MostOfRoot]}...", [], null, 0);
    }

    /// <summary>For people.</summary>
    public override string ToString() => Count switch
    {
        0 => Root,
        <= MostNamed => $"{Root}; this came by {string.Join(", ", First)}",
        MostNamed + 1 => $"{Root}; this came by {string.Join(", ", First)}, {Last}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Root}; this came by {string.Join(", ", First)}, {Count - MostNamed - 1} others, {Last}"),
    };
}
