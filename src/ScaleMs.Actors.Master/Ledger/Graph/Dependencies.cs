using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Delivery;
using ScaleMs.Actors.Master.Ledger.Files;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Graph;

/// <summary>The work graph: a task waits until those that it depends on are final, then gets their values.</summary>
internal sealed class Dependencies(ITaskTransitions transitions, TaskReferences references, Retention retention, TaskFiles files)
{
    /// <summary>Makes the task wait for others.</summary>
    public void Await(TaskEntry task, (string Reference, TaskEntry Task)[] dependencies)
    {
        Pin(task, dependencies);
        var missing = 0;
        foreach (var (_, dependency) in dependencies)
        {
            if (!dependency.IsFinal)
            {
                WaitingTasks.Add(dependency.Detail!.Dependents ??= [], task);
                missing++;
            }
        }

        task.Detail!.Reason = missing == 0 ? "its inputs are there" : string.Create(CultureInfo.InvariantCulture, $"waits for {missing} tasks");
        transitions.Move(task, new TaskPhase.AwaitingInputs(missing), task.Detail.Reason);
        if (missing == 0 || FirstFailure(task) is not null)
        {
            Release(task);
        }
    }

    /// <summary>A task that the dependent one waits for, or has waited for, is final.</summary>
    public void OnEnded(TaskEntry dependent, TaskEntry ended)
    {
        if (dependent.Phase is not TaskPhase.AwaitingInputs awaiting)
        {
            return;
        }

        awaiting.Missing--;
        if (awaiting.Missing <= 0 || (ended.State != TaskState.Done && !dependent.Detail!.Options.RunAnyway))
        {
            Release(dependent);
        }
    }

    /// <summary>The task needs its inputs' records until it ends: a restarted master substitutes their values again.</summary>
    public void Pin(TaskEntry task, (string Reference, TaskEntry Task)[] dependencies)
    {
        if (task.GetDetail().Dependencies is null)
        {
            task.Detail!.Dependencies = dependencies;
            foreach (var (_, dependency) in dependencies)
            {
                PinRecord(dependency);
            }
        }
    }

    /// <summary>The task no longer needs its inputs' records.</summary>
    public void Unpin(TaskEntry task)
    {
        if (task.Detail?.Dependencies is not { } dependencies)
        {
            return;
        }

        task.Detail.Dependencies = null;
        foreach (var (_, dependency) in dependencies)
        {
            UnpinRecord(dependency);
        }
    }

    /// <summary>The task's record is needed until it is given free as often.</summary>
    public void PinRecord(TaskEntry task)
    {
        task.GetDetail().Pins++;
        files.Changed(task);
    }

    /// <summary>The task's record is needed once less.</summary>
    public void UnpinRecord(TaskEntry task)
    {
        task.Detail!.Pins--;
        if (task is { IsPinned: false, IsFinal: true } && (task.Delivered || task.Session.Actor is null))
        {
            retention.Retain(task);
        }
        else
        {
            files.Changed(task);
        }
    }

    /// <summary>The task's inputs are available, or never will be.</summary>
    public void Release(TaskEntry task)
    {
        if (task.Ending is { } ending)
        {
            transitions.End(task, ending);
            return;
        }

        if (FirstFailure(task) is { } failed)
        {
            var root = RootFailure.Of(failed);
            task.Detail!.Failure = root;
            transitions.Fail(task, ErrorType.DependencyFailed, root.ToString());
            return;
        }

        if (task.Detail!.Options.References && references.Substitute(task, task.Detail.Dependencies!) is { } problem)
        {
            transitions.Fail(task, ErrorType.InputsTooLarge, problem);
            return;
        }

        files.Described(task);
        transitions.Schedule(task, "its inputs are there");
    }

    private static TaskEntry? FirstFailure(TaskEntry task) => task.Detail!.Options.RunAnyway
        ? null
        : task.Detail.Dependencies!.FirstOrDefault(static dependency => dependency.Task.State is TaskState.Failed or TaskState.Canceled).Task;
}
