using Akka.Cluster.Membership;

namespace Akka.Cluster.Tests.Membership;

public class GossipMergeProperties
{
    [Fact]
    public void Merge_is_commutative() =>
        History.Check(g => g[0].Merge(g[1]).HasSameContent(g[1].Merge(g[0])));

    [Fact]
    public void Merge_is_associative() =>
        History.Check(g => g[0].Merge(g[1]).Merge(g[2]).HasSameContent(g[0].Merge(g[1].Merge(g[2]))));

    [Fact]
    public void Merge_is_idempotent() =>
        History.Check(g => g[0].Merge(g[0]).HasSameContent(g[0].Merge(g[0]).Merge(g[0])) && g[0].Merge(g[0]).HasSameContent(g[0]));

    [Fact]
    public void Merging_in_what_is_known_already_changes_nothing() =>
        History.Check(g =>
        {
            var merged = g[0].Merge(g[1]);
            return merged.Merge(g[1]).HasSameContent(merged) && merged.Merge(g[0]).HasSameContent(merged);
        });

    [Fact]
    public void A_merge_is_not_older_than_either_side() =>
        History.Check(g =>
        {
            var merged = g[0].Merge(g[1]);
            return Covers(merged, g[0]) && Covers(merged, g[1]);
        });

    [Fact]
    public void No_member_goes_back_in_its_life() =>
        History.Check(g =>
        {
            var merged = g[0].Merge(g[1]);
            return g[0].Members.All(m =>
                merged.Tombstones.ContainsKey(m.UniqueAddress)
                || merged.Find(m.UniqueAddress) is { } later && later.Status.Rank() >= m.Status.Rank() && later.UpNumber <= m.UpNumber);
        });

    [Fact]
    public void Removed_stays_removed() =>
        History.Check(g => g[0].Tombstones.Keys.All(gone => !g[0].Merge(g[1]).HasMember(gone) && !g[1].Merge(g[0]).HasMember(gone)));

    [Fact]
    public void A_merge_talks_only_of_members() =>
        History.Check(g => g.Aggregate((a, b) => a.Merge(b)) is var merged
            && merged.Overview.Seen.IsEmpty
            && merged.Members.All(m => m.Status != MemberStatus.Removed)
            && merged.Reachability.Rows.Keys.All(merged.HasMember)
            && merged.Reachability.AllUnreachableOrTerminated.All(merged.HasMember));

    [Fact]
    public void All_replicas_that_exchange_everything_agree_whatever_the_order() =>
        History.Check(g =>
        {
            var forward = g.Aggregate((a, b) => a.Merge(b));
            var backward = g.Reverse().Aggregate((a, b) => a.Merge(b));
            return forward.HasSameContent(backward)
                && new MembershipState(forward, History.Node(0)).Leader == new MembershipState(backward, History.Node(0)).Leader;
        });

    // Entries of removed nodes are pruned, so only those of nodes that are not removed must be covered.
    private static bool Covers(Gossip merged, Gossip part) =>
        merged.Tombstones.Keys.Aggregate(part.Version, (clock, node) => clock.Prune(Gossip.ClockNode(node))).CompareTo(merged.Version)
            is VectorClock.Ordering.Before or VectorClock.Ordering.Same;
}
