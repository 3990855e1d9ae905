using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Adds a task that calls a function. The sender gets a <see cref="CommandReply"/> with the task's uid at once and a
/// <see cref="TaskResult"/> when the task is final.
/// </summary>
/// <param name="Item">The call.</param>
public sealed record AddItem(WorkItem Item) : Command, IJsonContract
{
    /// <summary>Dependencies, retries and time limits.</summary>
    public TaskScheduling? Scheduling { get; init; }

    /// <summary>Reads the seed's doubly encoded form: a work item as JSON text.</summary>
    /// <exception cref="ProtocolException">The text is not a work item.</exception>
    public static AddItem FromEncoded(string encodedItem) => Of(TaskInput.Parse(System.Text.Encoding.UTF8.GetBytes(encodedItem)));

    /// <summary>Converts a work item whose scheduling keys stand beside its own.</summary>
    /// <exception cref="ProtocolException">It is a task description.</exception>
    public static AddItem Of(TaskInput task) => task.Content is WorkItem item
        ? new AddItem(item) { Scheduling = task.Scheduling == TaskScheduling.Default ? null : task.Scheduling }
        : throw new ProtocolException("a work item has no \"mode\"; a task description is submitted directly, not by add_item");
}
