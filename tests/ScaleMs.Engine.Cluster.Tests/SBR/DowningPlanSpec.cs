using Akka.Cluster.Membership;
using Akka.Cluster.SBR;
using Akka.Util;
using static Akka.Cluster.Tests.Membership.History;

namespace Akka.Cluster.Tests.SBR;

public class DowningPlanSpec
{
    private static readonly StaticQuorum OneMaster = new(1, "master");

    private static readonly Member Master = Up(0, "master");
    private static readonly Member[] Workers = [Up(1, "worker"), Up(2, "worker"), Up(3, "worker")];

    private static readonly Gossip Whole = Gossip.Empty.With([Master, .. Workers]);

    [Fact]
    public void Nothing_is_needed_while_all_are_reachable_or_on_their_way_out()
    {
        Assert.False(DowningPlan.IsNeeded(View(Whole, Master)));
        Assert.True(DowningPlan.IsNeeded(View(Cut(Whole, Master, Workers[0]), Master)));
        Assert.False(DowningPlan.IsNeeded(View(Cut(Whole.With(Workers[0].Copy(MemberStatus.Down)), Master, Workers[0]), Master)));
    }

    [Fact]
    public void The_masters_side_downs_the_lost_worker()
    {
        var plan = DowningPlan.Make(View(Cut(Whole, Master, Workers[0]), Master), OneMaster);
        Assert.Equal(DowningDecision.DownUnreachable, plan.Decision);
        Assert.Equal([Workers[0]], plan.Victims);
    }

    [Fact]
    public void Workers_that_lost_the_master_down_themselves_the_deciding_one_last()
    {
        var plan = DowningPlan.Make(View(Cut(Whole, Workers[0], Master), Workers[0]), OneMaster);
        Assert.Equal(DowningDecision.DownReachable, plan.Decision);
        Assert.Equal([Workers[1], Workers[2], Workers[0]], plan.Victims);
    }

    [Fact]
    public void Newcomers_have_no_vote_but_go_with_their_side()
    {
        var newcomer = Member.Joining(Node(5), ["master"], AppVersion.Zero);
        var plan = DowningPlan.Make(View(Cut(Whole.With(newcomer), Workers[0], Master), Workers[0]), OneMaster);
        Assert.Equal(DowningDecision.DownReachable, plan.Decision);
        Assert.Contains(newcomer, plan.Victims);
    }

    [Fact]
    public void A_worker_that_alone_cannot_reach_the_living_master_is_the_one_to_go()
    {
        // The master has seen the gossip that calls it unreachable, so it lives.
        var gossip = Cut(Whole, Workers[0], Master).SeenAlsoBy(Master.UniqueAddress);
        foreach (var viewer in new[] { Master, Workers[0], Workers[1] })
        {
            var plan = DowningPlan.Make(View(gossip, viewer), OneMaster);
            var expected = viewer.Equals(Master) ? [] : new[] { Workers[0] };
            Assert.Null(plan.Decision);
            Assert.Equal(expected, plan.Victims);
        }
    }

    [Fact]
    public void Of_two_workers_that_cannot_reach_each_other_both_go()
    {
        var gossip = Cut(Whole, Workers[0], Workers[1]).SeenAlsoBy(Workers[1].UniqueAddress);
        Assert.Equal([Workers[0], Workers[1]], DowningPlan.Make(View(gossip, Master), OneMaster).Victims);
    }

    [Fact]
    public void Everybody_goes_where_reachability_never_settles()
    {
        var plan = DowningPlan.Everybody(View(Whole, Master));
        Assert.Equal(DowningDecision.DownAll, plan.Decision);
        Assert.Equal([.. Workers, Master], plan.Victims);
    }

    private static Member Up(int number, string role) => Member.Joining(Node(number), [role], AppVersion.Zero).CopyUp(number + 1);

    private static Gossip Cut(Gossip gossip, Member observer, Member subject) =>
        gossip.With(gossip.Reachability.Unreachable(observer.UniqueAddress, subject.UniqueAddress));

    private static MembershipState View(Gossip gossip, Member self) => new(gossip, self.UniqueAddress);
}
