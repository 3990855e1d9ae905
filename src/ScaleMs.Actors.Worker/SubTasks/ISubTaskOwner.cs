using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.SubTasks;

/// <summary>
/// A process of a slot, whose task submits sub-tasks. Called on any thread, for each request at most once <see cref="Accepted"/> and then once
/// <see cref="Ended"/>; a call that has begun may still arrive when <see cref="SubTaskPort.Forget"/> has returned.
/// </summary>
internal interface ISubTaskOwner
{
    /// <summary>The master has the sub-task.</summary>
    void Accepted(uint request, string uid);

    /// <summary>The sub-task is final. If the master has refused it, it is FAILED and was not accepted before.</summary>
    void Ended(uint request, TaskState state, ReadOnlyMemory<byte> outcome);
}
