using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Akka.Cluster.Tests;

public class VectorClockSpec
{
    private static readonly VectorClock.Node A = VectorClock.Node.Create("a");
    private static readonly VectorClock.Node B = VectorClock.Node.Create("b");

    private static readonly Arbitrary<VectorClock> Clocks = Gen.Choose(0, 3).Four()
        .Select(t => VectorClock.Create(new[] { t.Item1, t.Item2, t.Item3, t.Item4 }
            .Select((version, i) => (Node: VectorClock.Node.FromHash($"{i}"), Version: (long)version))
            .Where(e => e.Version > 0)
            .ToImmutableSortedDictionary(e => e.Node, e => e.Version)))
        .ToArbitrary();

    [Fact]
    public void An_empty_clock_is_the_same_as_another() =>
        Assert.True(VectorClock.Create().IsSameAs(VectorClock.Create()));

    [Fact]
    public void One_step_is_after_none()
    {
        var one = VectorClock.Create().Increment(A);
        Assert.True(one.IsAfter(VectorClock.Create()));
        Assert.True(VectorClock.Create() < one);
    }

    [Fact]
    public void Steps_of_different_nodes_are_concurrent()
    {
        var (a, b) = (VectorClock.Create().Increment(A), VectorClock.Create().Increment(B));
        Assert.True(a.IsConcurrentWith(b));
        Assert.True(a.Merge(b).IsAfter(a));
        Assert.True(a.Merge(b) > b);
    }

    [Fact]
    public void A_pruned_node_no_longer_counts()
    {
        var clock = VectorClock.Create().Increment(A).Increment(B);
        var pruned = clock.Prune(A);
        Assert.Equal(VectorClock.Create().Increment(B), pruned);
        Assert.Same(pruned, pruned.Prune(A));
    }

    [Fact]
    public void A_node_is_known_by_a_short_hash_of_its_name()
    {
        Assert.Equal(VectorClock.Node.FromHash(A.ToString()), VectorClock.Node.Create("a"));
        Assert.Equal(16, A.ToString().Length);
        Assert.NotEqual(A, B);
    }

    [Fact]
    public void Merge_is_the_least_clock_that_covers_both() =>
        Prop.ForAll(Clocks, Clocks, Clocks, (x, y, z) =>
        {
            var merged = x.Merge(y);
            var covers = !x.IsAfter(merged) && !x.IsConcurrentWith(merged) && !y.IsAfter(merged) && !y.IsConcurrentWith(merged);
            return covers
                && merged == y.Merge(x)
                && merged.Merge(z) == x.Merge(y.Merge(z))
                && x.Merge(x) == x
                && merged.GetHashCode() == y.Merge(x).GetHashCode();
        }).Check(Membership.History.Quietly);

    [Fact]
    public void Comparing_the_other_way_round_gives_the_opposite() =>
        Prop.ForAll(Clocks, Clocks, (x, y) => (x.CompareTo(y), y.CompareTo(x)) is
            (VectorClock.Ordering.Same, VectorClock.Ordering.Same)
            or (VectorClock.Ordering.Before, VectorClock.Ordering.After)
            or (VectorClock.Ordering.After, VectorClock.Ordering.Before)
            or (VectorClock.Ordering.Concurrent, VectorClock.Ordering.Concurrent)).Check(Membership.History.Quietly);
}
