using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.SubTasks;

/// <summary>Builds the rows of sub-tasks.</summary>
internal static class SubTaskRows
{
    /// <summary>The row of a sub-task: its modules are looked up where its parent's are, and it has its parent's priority unless it names one.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="parent">The task that submits it.</param>
    /// <param name="form">What the JSON is.</param>
    /// <param name="json">A work item, with or without scheduling, or a description.</param>
    /// <param name="masterUid">The master's uid, which a description may name.</param>
    /// <exception cref="ProtocolException">It cannot be read, or no master can accept it.</exception>
    public static TaskRow Of(TaskKey key, in TaskRow parent, PayloadKind form, ReadOnlySpan<byte> json, string masterUid)
    {
        var input = Input(form, json).Searching(parent.Runtime?.Path ?? []);
        if (input.Problem(masterUid) is { } problem)
        {
            throw new ProtocolException(problem);
        }

        // 0 is what a description has that names none.
        var row = SubmissionRows.One(input, key);
        return row with
        {
            Parent = new SubTaskParent(parent.Key, parent.Attempt),
            Priority = row.Priority != 0 ? row.Priority : parent.Priority,
            Runtime = row.Runtime is { } runtime && runtime == parent.Runtime ? parent.Runtime : row.Runtime,
        };
    }

    private static TaskInput Input(PayloadKind form, ReadOnlySpan<byte> json) => form switch
    {
        PayloadKind.Description => TaskInput.Of(TaskDescription.Parse(json)),
        PayloadKind.WorkItem when TaskInput.Parse(json) is { Content: WorkItem } item => item,
        PayloadKind.WorkItem => throw new ProtocolException("not a work item, but a description: it has a \"mode\""),
        _ => throw new ProtocolException($"the payload kind {(byte)form} is not known"),
    };
}
