namespace Akka.Cluster;

/// <summary>Where a member is in its life; the numbers are the order of Akka.NET, not the order of life.</summary>
public enum MemberStatus
{
    Joining,
    Up,
    Leaving,
    Exiting,
    Down,
    Removed,
    WeaklyUp,
}
