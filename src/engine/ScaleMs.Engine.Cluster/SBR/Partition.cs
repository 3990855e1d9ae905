using System.Collections.Immutable;
using Akka.Cluster.Membership;

namespace Akka.Cluster.SBR;

/// <summary>The members with a vote on both sides, in the order of their addresses.</summary>
internal sealed record Partition(ImmutableList<Member> Reachable, ImmutableList<Member> Unreachable)
{
    public int Size => Reachable.Count + Unreachable.Count;

    public static Partition Of(MembershipState state, IReadOnlySet<UniqueAddress> lost, string role)
    {
        var voters = state.Members.Where(m => HasVote(m, role)).ToLookup(m => lost.Contains(m.UniqueAddress));
        return new Partition([.. voters[false]], [.. voters[true]]);
    }

    /// <summary>Members still on their way in, or down already, have no vote.</summary>
    public static bool HasVote(Member member, string role) =>
        member.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Exiting
        && (role.Length == 0 || member.HasRole(role));
}
