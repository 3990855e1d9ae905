using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger;

// An equal task that runs, or that is DONE, stands for a new one, as long as the workers have the code that it was computed with. A
// failure stands for nobody: who submits again wants another try.
internal sealed partial class LedgerState
{
    private bool AttachToPrimary(TaskEntry task, TaskEntry head, (string, TaskEntry)[] dependencies)
    {
        // The head has been longest; one that can be joined is it or, where it failed, one that was submitted after.
        TaskEntry? primary = null;
        for (var (equal, looked) = (head, 0); equal is not null && primary is null && looked < MostEqualsLookedAt; equal = equal.NextEqual, looked++)
        {
            primary = equal != task && CanBePrimary(equal, task) ? equal.Detail?.Primary ?? equal : null;
        }

        if (primary is null)
        {
            return false;
        }

        DuplicateHits++;
        if (primary.State.IsFinal())
        {
            task.Worker = primary.Worker;
            task.Attempt = primary.Attempt;
            task.GetDetail().Reason = $"an equal task was done before ({primary.Key.Submission} #{primary.Key.Index})";
            Move(task, TaskState.Scheduled, task.Detail!.Reason!);
            End(task, primary.State, primary.Started, primary.Finished, primary.Outcome, primary.Code, ran: false);
            return true;
        }

        task.GetDetail().Primary = primary;
        task.Detail!.Reason = $"an equal task is under way ({primary.Key.Submission} #{primary.Key.Index})";
        AddTo(primary.GetDetail().Duplicates ??= [], task);
        Pin(task, dependencies);
        task.Scheduled = Now;
        Move(task, TaskState.Scheduled, task.Detail.Reason);
        Deadlines.Set(task);
        return true;
    }

    /// <summary>Chains of equal tasks can be long where many have failed.</summary>
    private const int MostEqualsLookedAt = 16;

    private static bool CanBePrimary(TaskEntry task, TaskEntry other) => task.State == TaskState.Done
        ? task is { MayDeduplicate: true, Evicted: false } && IsOfCurrentCode(task)
        : task.MayDeduplicate && task.Ending is null && task.State is not (TaskState.New or TaskState.Failed or TaskState.Canceled)
            && RunsAnyway(task) == RunsAnyway(other);

    private static bool IsOfCurrentCode(TaskEntry task) => task.Code is null or { IsCurrent: true };

    private static bool RunsAnyway(TaskEntry task) => task.Detail is { Options.RunAnyway: true };

    /// <summary>The task that stood for others has ended.</summary>
    private void EndDuplicates(TaskEntry primary)
    {
        if (primary.Detail is not { Duplicates: { Count: > 0 } duplicates } detail)
        {
            return;
        }

        detail.Duplicates = null;
        TaskEntry? successor = null;
        foreach (var duplicate in duplicates)
        {
            if (duplicate.State.IsFinal())
            {
                continue;
            }

            duplicate.Detail!.Primary = null;
            if (!IsOfCurrentCode(primary))
            {
                TakeOver(duplicate, "the code of the equal task that stood for it is not what workers have now");
            }
            else if (primary.Ending is null || primary.State == TaskState.Done)
            {
                duplicate.Worker = primary.Worker;
                duplicate.Attempt = primary.Attempt;
                End(duplicate, primary.State, primary.Started, primary.Finished, primary.Outcome, primary.Code, ran: false);
            }
            else if (duplicate.Ending is { } ending)
            {
                End(duplicate, ending);
            }
            else if (successor is null)
            {
                // A request ended the primary only; its duplicates continue.
                successor = duplicate;
                TakeOver(successor, "the equal task that stood for it was ended on request");
            }
            else
            {
                duplicate.Detail.Primary = successor;
                AddTo(successor.GetDetail().Duplicates ??= [], duplicate);
            }
        }
    }

    /// <summary>Its inputs are what the primary's were, so they are final.</summary>
    private void TakeOver(TaskEntry successor, string reason)
    {
        DuplicateHits--;
        if (successor.Detail!.Dependencies is { Length: > 0 } dependencies)
        {
            Await(successor, dependencies);
        }
        else
        {
            Schedule(successor, reason);
        }
    }
}
