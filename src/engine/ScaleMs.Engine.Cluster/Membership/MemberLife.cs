namespace Akka.Cluster.Membership;

/// <summary>The order in which a member goes through its statuses, and which steps are legal.</summary>
internal static class MemberLife
{
    /// <summary>How far along its life a member is. A merge keeps the further one, so no step is ever undone.</summary>
    public static int Rank(this MemberStatus status) => status switch
    {
        MemberStatus.Joining => 0,
        MemberStatus.WeaklyUp => 1,
        MemberStatus.Up => 2,
        MemberStatus.Leaving => 3,
        MemberStatus.Exiting => 4,
        MemberStatus.Down => 5,
        MemberStatus.Removed => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such member status."),
    };

    public static bool MayBecome(this MemberStatus from, MemberStatus to) => from switch
    {
        MemberStatus.Joining =>
            to is MemberStatus.WeaklyUp or MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Down or MemberStatus.Removed,
        MemberStatus.WeaklyUp => to is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Down or MemberStatus.Removed,
        MemberStatus.Up => to is MemberStatus.Leaving or MemberStatus.Down or MemberStatus.Removed,
        MemberStatus.Leaving => to is MemberStatus.Exiting or MemberStatus.Down or MemberStatus.Removed,
        MemberStatus.Exiting => to is MemberStatus.Removed or MemberStatus.Down,
        MemberStatus.Down => to is MemberStatus.Removed,
        _ => false,
    };

    /// <summary>Members whose opinion the leader waits for before it acts.</summary>
    public static bool CountsForConvergence(this MemberStatus status) => status is MemberStatus.Up or MemberStatus.Leaving;

    /// <summary>Members that are on their way out: unreachable ones do not hold up convergence and are removed by the leader.</summary>
    public static bool IsOnItsWayOut(this MemberStatus status) => status is MemberStatus.Down or MemberStatus.Exiting;
}
