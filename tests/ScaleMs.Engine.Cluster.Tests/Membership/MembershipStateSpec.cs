using System.Collections.Immutable;
using Akka.Cluster.Membership;
using static Akka.Cluster.Tests.Membership.History;

namespace Akka.Cluster.Tests.Membership;

public class MembershipStateSpec
{
    private static readonly ImmutableHashSet<UniqueAddress> Nobody = [];

    [Fact]
    public void The_leader_is_the_first_by_address_of_those_up_or_leaving()
    {
        var gossip = Gossip.Empty.With([Joining(0), Up(1), Up(2)]);
        Assert.Equal(Node(1), View(gossip).Leader);
    }

    [Fact]
    public void A_lone_joining_node_leads_until_somebody_is_up() =>
        Assert.Equal(Node(2), View(Gossip.Empty.With([Joining(2), Joining(3)])).Leader);

    [Fact]
    public void Neither_a_downed_nor_an_unreachable_node_leads()
    {
        var gossip = Gossip.Empty.With([Up(0).Copy(MemberStatus.Down), Up(1), Up(2)]);
        gossip = gossip.With(gossip.Reachability.Unreachable(Node(2), Node(1)));
        Assert.Equal(Node(2), View(gossip, 2).Leader);
    }

    [Fact]
    public void A_node_never_takes_itself_for_unreachable()
    {
        var gossip = Gossip.Empty.With([Up(1), Up(2)]);
        gossip = gossip.With(gossip.Reachability.Unreachable(Node(2), Node(1)));
        Assert.Equal(Node(1), View(gossip, 1).Leader);
        Assert.Equal(Node(2), View(gossip, 2).Leader);
    }

    [Fact]
    public void The_word_of_a_downed_node_does_not_count()
    {
        var gossip = Gossip.Empty.With([Up(0).Copy(MemberStatus.Down), Up(1), Up(2)]);
        gossip = gossip.With(gossip.Reachability.Unreachable(Node(0), Node(1)));
        Assert.Equal(Node(1), View(gossip, 2).Leader);
    }

    [Fact]
    public void A_role_has_a_leader_of_its_own()
    {
        var other = Member.Create(Node(0), 1, MemberStatus.Up, ["other"], Util.AppVersion.Zero);
        var view = View(Gossip.Empty.With([other, Up(1)]));
        Assert.Equal(Node(0), view.Leader);
        Assert.Equal(Node(1), view.RoleLeader("role"));
        Assert.Null(view.RoleLeader("none"));
    }

    [Fact]
    public void There_is_convergence_when_all_up_and_leaving_have_seen_it()
    {
        var gossip = Gossip.Empty.With([Up(0), Up(1).Copy(MemberStatus.Leaving), Joining(2)]).SeenAlsoBy(Node(0));
        Assert.False(View(gossip).HasConverged(Nobody));
        Assert.True(View(gossip.SeenAlsoBy(Node(1))).HasConverged(Nobody));
        Assert.True(View(gossip).HasConverged(ImmutableHashSet.Create(Node(1))));
    }

    [Fact]
    public void An_unreachable_member_holds_up_convergence_until_it_is_on_its_way_out()
    {
        var gossip = Gossip.Empty.With([Up(0), Up(1)]).SeenAlsoBy(Node(0)).SeenAlsoBy(Node(1));
        gossip = gossip.With(gossip.Reachability.Unreachable(Node(0), Node(1)));
        Assert.False(View(gossip).HasConverged(Nobody));
        Assert.True(View(gossip.With(Up(1).Copy(MemberStatus.Down))).HasConverged(Nobody));
    }

    [Fact]
    public void The_next_member_to_come_up_is_younger_than_all()
    {
        Assert.Equal(1, View(Gossip.Empty).NextUpNumber);
        Assert.Equal(4, View(Gossip.Empty.With([Joining(0), Up(1, 3), Up(2, 2)])).NextUpNumber);
    }

    private static Member Up(int number, int upNumber = 1) => Joining(number).CopyUp(upNumber);

    private static MembershipState View(Gossip gossip, int self = 0) => new(gossip, Node(self));
}
