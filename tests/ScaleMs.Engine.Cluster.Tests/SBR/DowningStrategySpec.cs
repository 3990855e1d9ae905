using Akka.Cluster.SBR;
using static Akka.Cluster.Tests.Membership.History;

namespace Akka.Cluster.Tests.SBR;

public class DowningStrategySpec
{
    [Theory]
    [InlineData(2, 1, DowningDecision.DownUnreachable)]
    [InlineData(1, 2, DowningDecision.DownReachable)]
    [InlineData(3, 0, DowningDecision.DownUnreachable)]
    [InlineData(0, 0, DowningDecision.DownReachable)]
    [InlineData(2, 2, DowningDecision.DownAll)]
    public void A_static_quorum_of_two_keeps_the_side_with_two(int here, int there, object expected) =>
        Assert.Equal(expected, new StaticQuorum(2, "").Decide(Sides(here, there)));

    [Theory]
    [InlineData(1, 0, DowningDecision.DownUnreachable)]
    [InlineData(0, 1, DowningDecision.DownReachable)]
    public void With_one_master_and_a_quorum_of_one_the_masters_side_goes_on(int here, int there, object expected) =>
        Assert.Equal(expected, new StaticQuorum(1, "master").Decide(Sides(here, there)));

    [Theory]
    [InlineData(3, 2, DowningDecision.DownUnreachable)]
    [InlineData(2, 3, DowningDecision.DownReachable)]
    [InlineData(2, 2, DowningDecision.DownUnreachable)]
    [InlineData(0, 0, DowningDecision.DownAll)]
    public void The_majority_goes_on_and_of_two_halves_the_one_with_the_lowest_address(int here, int there, object expected) =>
        Assert.Equal(expected, new KeepMajority("").Decide(Sides(here, there)));

    [Fact]
    public void The_other_half_comes_to_the_opposite()
    {
        var sides = Sides(2, 2);
        Assert.Equal(DowningDecision.DownReachable, new KeepMajority("").Decide(new Partition(sides.Unreachable, sides.Reachable)));
    }

    [Theory]
    [InlineData(1, 1, DowningDecision.DownUnreachable)]
    [InlineData(1, 3, DowningDecision.DownReachable)]
    [InlineData(2, 3, DowningDecision.DownUnreachable)]
    [InlineData(0, 0, DowningDecision.DownAll)]
    public void The_oldest_goes_on_unless_it_is_alone_against_many(int here, int there, object expected) =>
        Assert.Equal(expected, new KeepOldest(true, "").Decide(Sides(here, there)));

    [Theory]
    [InlineData(3, 1, true, DowningDecision.DownUnreachable)]
    [InlineData(1, 1, true, DowningDecision.DownReachable)]
    [InlineData(3, 1, false, DowningDecision.DownReachable)]
    public void The_side_without_the_oldest_comes_to_the_opposite(int here, int there, bool downIfAlone, object expected)
    {
        var sides = Sides(there, here);
        Assert.Equal(expected, new KeepOldest(downIfAlone, "").Decide(new Partition(sides.Unreachable, sides.Reachable)));
    }

    [Fact]
    public void Down_all_downs_all() => Assert.Equal(DowningDecision.DownAll, new DownAllNodes().Decide(Sides(3, 1)));

    [Fact]
    public void At_most_one_side_of_any_partition_goes_on()
    {
        DowningStrategy[] strategies = [new StaticQuorum(3, ""), new KeepMajority(""), new KeepOldest(true, ""), new KeepOldest(false, "")];
        foreach (var strategy in strategies)
        {
            foreach (var (a, b) in from a in Enumerable.Range(0, 8) from b in Enumerable.Range(0, 8) select (a, b))
            {
                var sides = Sides(a, b);
                var here = strategy.Decide(sides) == DowningDecision.DownUnreachable;
                var there = strategy.Decide(new Partition(sides.Unreachable, sides.Reachable)) == DowningDecision.DownUnreachable;
                Assert.False(here && there && a > 0 && b > 0, $"{strategy} keeps both {a} and {b}");
            }
        }
    }

    /// <summary>The first by address and age are on this side.</summary>
    private static Partition Sides(int here, int there) => new(
        [.. Enumerable.Range(0, here).Select(i => Joining(i).CopyUp(i + 1))],
        [.. Enumerable.Range(here, there).Select(i => Joining(i).CopyUp(i + 1))]);
}
