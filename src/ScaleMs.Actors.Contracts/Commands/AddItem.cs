using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Adds a task that calls a function. The sender gets a <see cref="CommandReply"/> with the task's uid at once and a
/// <see cref="TaskResult"/> when the task is final.
/// </summary>
/// <param name="Item">The call.</param>
public sealed record AddItem(WorkItem Item) : Command, IJsonContract
{
    /// <summary>Reads the seed's doubly encoded form: JSON text of a work item.</summary>
    /// <exception cref="ProtocolException">The text is not a work item.</exception>
    public static AddItem FromEncoded(string encodedItem) => new(WorkItem.Parse(encodedItem));
}
