using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>The steps in a task's life that several parts of the ledger take, each with consequences in other parts.</summary>
internal interface ITaskTransitions
{
    /// <summary>Puts the task into another phase.</summary>
    /// <exception cref="BrokenInvariantException">Its state does not allow that.</exception>
    void Move(TaskEntry task, TaskPhase phase, string reason);

    /// <summary>All inputs are ready: the task goes to the pool, or is held until its submission may have another task there.</summary>
    void Schedule(TaskEntry task, string reason);

    /// <summary>Ends the task.</summary>
    /// <param name="task">The task, not final.</param>
    /// <param name="end">The end.</param>
    /// <param name="ran">False when the outcome is another task's.</param>
    void End(TaskEntry task, in TaskEnd end, bool ran);

    /// <summary>Ends the task on request; its duplicates keep running.</summary>
    void End(TaskEntry task, EndRequest request);

    /// <summary>The task's attempt is over, whether or not there is another: what it has submitted is not wanted any more.</summary>
    void AttemptOver(TaskEntry task);

    /// <summary>Ends the task as FAILED now, for a reason found here.</summary>
    void Fail(TaskEntry task, ErrorType type, string message);
}
