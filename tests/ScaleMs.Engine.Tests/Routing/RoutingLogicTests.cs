using Akka.Actor;
using Akka.Routing;

namespace ScaleMs.Engine.Tests.Routing;

/// <summary>The choice of a routee, without actors.</summary>
public sealed class RoutingLogicTests
{
    private readonly Routee[] _routees = [new Named("a"), new Named("b"), new Named("c")];

    [Fact]
    public void Round_robin_goes_on_past_the_largest_number()
    {
        var logic = new RoundRobinRoutingLogic(int.MaxValue - 1);

        var chosen = Enumerable.Range(0, 30).Select(_ => logic.Select("x", _routees)).ToList();

        Assert.All(_routees, routee => Assert.InRange(chosen.Count(one => one == routee), 9, 11));
    }

    [Fact]
    public void Every_logic_has_no_routee_among_none()
    {
        RoutingLogic[] logics =
        [
            new RoundRobinRoutingLogic(), new RandomLogic(), new BroadcastRoutingLogic(), new SmallestMailboxRoutingLogic(),
            new ScatterGatherFirstCompletedRoutingLogic(TimeSpan.FromSeconds(1)),
        ];

        Assert.All(logics, logic => Assert.Same(Routee.NoRoutee, logic.Select("x", [])));
    }

    [Fact]
    public void Random_reaches_everyone()
    {
        var logic = new RandomLogic();

        Assert.Equal(3, Enumerable.Range(0, 1_000).Select(_ => logic.Select("x", _routees)).Distinct().Count());
    }

    [Fact]
    public void A_router_is_immutable_and_unwraps_envelopes()
    {
        var empty = new Router(new RoundRobinRoutingLogic());
        var router = empty.AddRoutee(_routees[0]).AddRoutee(_routees[1]);

        router.Route(new Broadcast("all"), ActorRefs.NoSender);
        router.Route("one", ActorRefs.NoSender);
        router.RemoveRoutee(_routees[1]).Route(new Broadcast("left"), ActorRefs.NoSender);

        Assert.Empty(empty.Routees);
        Assert.Equal(["all", "one", "left"], ((Named)_routees[0]).Received);
        Assert.Equal(["all"], ((Named)_routees[1]).Received);
    }

    [Fact]
    public void A_consistent_hash_moves_only_the_keys_of_a_node_that_goes()
    {
        var nodes = Enumerable.Range(0, 10).Select(i => $"node-{i}").ToList();
        var before = ConsistentHash.Create(nodes, 50);
        var after = before.Remove("node-3");
        var keys = Enumerable.Range(0, 2_000).Select(i => $"key-{i}").ToList();

        Assert.All(keys, key => Assert.True(before.NodeFor(key) == "node-3" ? after.NodeFor(key) != "node-3" : before.NodeFor(key) == after.NodeFor(key)));
        Assert.All(keys, key => Assert.Equal(before.NodeFor(key), (after + "node-3").NodeFor(key)));
        Assert.All(nodes, node => Assert.InRange(keys.Count(key => before.NodeFor(key) == node), 40, 600));
    }

    [Theory]
    [InlineData(10, 10, 2)]
    [InlineData(9, 10, 0)]
    [InlineData(1, 10, -1)]
    [InlineData(5, 10, 0)]
    public void A_resizer_grows_under_full_pressure_and_shrinks_under_little(int pressure, int capacity, int change) =>
        Assert.Equal(change, new DefaultResizer(1, 100).Filter(pressure, capacity));

    [Fact]
    public void A_resizer_keeps_its_bounds()
    {
        Assert.Equal(5, new DefaultResizer(5, 10).Capacity([]));
        Assert.Equal(-1, new DefaultResizer(0, 2).Capacity(_routees));
        Assert.Throws<ArgumentException>(() => new DefaultResizer(5, 4));
        Assert.Throws<ArgumentException>(() => new DefaultResizer(1, 4, messagesPerResize: 0));
    }

    private sealed class Named(string name) : Routee
    {
        public List<object> Received { get; } = [];

        public override void Send(object message, IActorRef sender) => Received.Add(message);

        public override string ToString() => name;
    }
}
