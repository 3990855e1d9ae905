using System.Collections.Immutable;
using Akka.Cluster.Membership;

namespace Akka.Cluster.SBR;

/// <summary>What a strategy comes to for one state of the cluster.</summary>
/// <param name="Decision">What the strategy said of the two sides; null when there are no two sides.</param>
/// <param name="Victims">Whom to down.</param>
internal sealed record DowningPlan(DowningDecision? Decision, ImmutableList<Member> Victims)
{
    public static bool IsNeeded(MembershipState state) => Unreachable(state).Any(m => !m.Status.IsOnItsWayOut());

    public static DowningPlan Make(MembershipState state, DowningStrategy strategy)
    {
        // A node that has seen this very gossip, where it is called unreachable, lives: only its link to the observer is broken.
        var (connected, lost) = Split(Unreachable(state), m => state.Gossip.SeenBy(m.UniqueAddress));
        var victims = connected.SelectMany(m => BrokenLinkVictims(state, m, strategy.Role)).ToHashSet();
        DowningDecision? decision = null;
        if (lost.Any(m => !m.Status.IsOnItsWayOut()))
        {
            var gone = lost.Select(m => m.UniqueAddress).ToHashSet();
            decision = strategy.Decide(Partition.Of(state, gone, strategy.Role));
            victims.UnionWith(state.Members.Where(m => decision switch
            {
                DowningDecision.DownUnreachable => gone.Contains(m.UniqueAddress),
                DowningDecision.DownReachable => !gone.Contains(m.UniqueAddress),
                _ => true,
            }));
        }

        return new DowningPlan(decision, InOrder(state, victims));
    }

    public static DowningPlan Everybody(MembershipState state) => new(DowningDecision.DownAll, InOrder(state, state.Members));

    // The end without a vote goes; where neither or both have one, nobody can tell whose fault it is.
    private static IEnumerable<Member> BrokenLinkVictims(MembershipState state, Member subject, string role)
    {
        var subjectVotes = Partition.HasVote(subject, role);
        foreach (var observer in state.TrustedReachability.ObserversOf(subject.UniqueAddress).Select(state.Gossip.Find).OfType<Member>())
        {
            var observerVotes = Partition.HasVote(observer, role);
            if (!subjectVotes || observerVotes)
            {
                yield return subject;
            }

            if (!observerVotes || subjectVotes)
            {
                yield return observer;
            }
        }
    }

    private static IEnumerable<Member> Unreachable(MembershipState state) =>
        state.Members.Where(m => !m.UniqueAddress.Equals(state.Self) && !state.TrustedReachability.IsReachable(m.UniqueAddress));

    private static (List<Member> With, List<Member> Without) Split(IEnumerable<Member> members, Func<Member, bool> condition)
    {
        var lookup = members.ToLookup(condition);
        return ([.. lookup[true]], [.. lookup[false]]);
    }

    /// <summary>This node last: once it is down it leads nobody.</summary>
    private static ImmutableList<Member> InOrder(MembershipState state, IEnumerable<Member> victims) =>
        [.. victims.Where(m => m.Status != MemberStatus.Down).OrderBy(m => m.UniqueAddress.Equals(state.Self)).ThenBy(m => m)];
}
