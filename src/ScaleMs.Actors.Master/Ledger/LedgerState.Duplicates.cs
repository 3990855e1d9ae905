using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger;

// An equal task that runs, or that is DONE, stands for a new one, as long as the workers have the code that it was computed with. A
// failure stands for nobody: who submits again wants another try.
internal sealed partial class LedgerState
{
    private bool Join(TaskEntry task, TaskEntry head, (string, TaskEntry)[] dependencies)
    {
        // The head has been longest; one that can be joined is it or, where it failed, one that was submitted after.
        TaskEntry? leader = null;
        for (var (twin, looked) = (head, 0); twin is not null && leader is null && looked < MostTwinsLookedAt; twin = twin.NextTwin, looked++)
        {
            leader = twin != task && CanLead(twin, task) ? twin.Detail?.Leader ?? twin : null;
        }

        if (leader is null)
        {
            return false;
        }

        DuplicateHits++;
        if (leader.State.IsFinal())
        {
            task.Worker = leader.Worker;
            task.Attempt = leader.Attempt;
            task.GetDetail().Reason = $"an equal task was done before ({leader.Key.Submission} #{leader.Key.Index})";
            Move(task, TaskState.Scheduled, task.Detail!.Reason!);
            End(task, leader.State, leader.Started, leader.Finished, leader.Outcome, leader.Code, ran: false);
            return true;
        }

        task.GetDetail().Leader = leader;
        task.Detail!.Reason = $"an equal task is under way ({leader.Key.Submission} #{leader.Key.Index})";
        AddTo(leader.GetDetail().Followers ??= [], task);
        Pin(task, dependencies);
        task.Scheduled = Now;
        Move(task, TaskState.Scheduled, task.Detail.Reason);
        Deadlines.Set(task);
        return true;
    }

    /// <summary>Chains of equal tasks can be long where many have failed.</summary>
    private const int MostTwinsLookedAt = 16;

    private static bool CanLead(TaskEntry task, TaskEntry other) => task.State == TaskState.Done
        ? task is { MayJoin: true, Forgotten: false } && IsOfCurrentCode(task)
        : task.MayJoin && task.Ending is null && task.State is not (TaskState.New or TaskState.Failed or TaskState.Canceled)
            && RunsAnyway(task) == RunsAnyway(other);

    private static bool IsOfCurrentCode(TaskEntry task) => task.Code is null or { IsCurrent: true };

    private static bool RunsAnyway(TaskEntry task) => task.Detail is { Options.RunAnyway: true };

    /// <summary>The task that stood for others has ended.</summary>
    private void EndFollowers(TaskEntry leader)
    {
        if (leader.Detail is not { Followers: { Count: > 0 } followers } detail)
        {
            return;
        }

        detail.Followers = null;
        TaskEntry? heir = null;
        foreach (var follower in followers)
        {
            if (follower.State.IsFinal())
            {
                continue;
            }

            follower.Detail!.Leader = null;
            if (!IsOfCurrentCode(leader))
            {
                Inherit(follower, "the code of the equal task that stood for it is not what workers have now");
            }
            else if (leader.Ending is null || leader.State == TaskState.Done)
            {
                follower.Worker = leader.Worker;
                follower.Attempt = leader.Attempt;
                End(follower, leader.State, leader.Started, leader.Finished, leader.Outcome, leader.Code, ran: false);
            }
            else if (follower.Ending is { } ending)
            {
                End(follower, ending);
            }
            else if (heir is null)
            {
                // Somebody wanted the leader to end; nobody said so of the others.
                heir = follower;
                Inherit(heir, "the equal task that stood for it was ended on request");
            }
            else
            {
                follower.Detail.Leader = heir;
                AddTo(heir.GetDetail().Followers ??= [], follower);
            }
        }
    }

    /// <summary>Its inputs are what the leader's were, so they are final.</summary>
    private void Inherit(TaskEntry heir, string reason)
    {
        DuplicateHits--;
        if (heir.Detail!.Dependencies is { Length: > 0 } dependencies)
        {
            Await(heir, dependencies);
        }
        else
        {
            Schedule(heir, reason);
        }
    }
}
