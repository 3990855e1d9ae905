using Akka.Cluster.Membership;
using static Akka.Cluster.Tests.Membership.History;

namespace Akka.Cluster.Tests;

public class MemberSpec
{
    [Fact]
    public void A_member_goes_only_forward()
    {
        var up = Joining(0).CopyUp(1);
        Assert.Throws<InvalidOperationException>(() => up.Copy(MemberStatus.Joining));
        Assert.Throws<InvalidOperationException>(() => up.Copy(MemberStatus.Exiting));
        Assert.Throws<InvalidOperationException>(() => up.Copy(MemberStatus.Down).Copy(MemberStatus.Up));
        Assert.Same(up, up.Copy(MemberStatus.Up));
    }

    [Fact]
    public void Every_legal_step_raises_the_rank()
    {
        foreach (var from in Enum.GetValues<MemberStatus>())
        {
            Assert.All(Enum.GetValues<MemberStatus>().Where(to => from.MayBecome(to)), to => Assert.True(to.Rank() > from.Rank()));
        }
    }

    [Fact]
    public void The_first_to_come_up_is_the_oldest()
    {
        var (older, younger) = (Joining(1).CopyUp(1), Joining(0).CopyUp(2));
        Assert.True(older.IsOlderThan(younger));
        Assert.False(younger.IsOlderThan(older));
        Assert.Equal([older, younger, Joining(2)], new[] { Joining(2), younger, older }.Order(Member.AgeOrdering));
    }

    [Fact]
    public void Of_two_states_the_further_one_wins_and_keeps_the_age()
    {
        var leavingEarly = Joining(0).Copy(MemberStatus.Leaving);
        var merged = Member.HighestPriorityOf(leavingEarly, Joining(0).CopyUp(3));
        Assert.Equal(MemberStatus.Leaving, merged.Status);
        Assert.True(merged.IsOlderThan(leavingEarly));
    }

    [Fact]
    public void Members_are_equal_by_address_and_uid()
    {
        Assert.Equal(Joining(0), Joining(0).CopyUp(1));
        Assert.NotEqual(Joining(0).UniqueAddress, new UniqueAddress(Joining(0).Address, 99));
        Assert.True(Joining(0).UniqueAddress != Joining(1).UniqueAddress);
        Assert.True(Joining(0).CompareTo(Joining(1)) < 0);
    }
}
