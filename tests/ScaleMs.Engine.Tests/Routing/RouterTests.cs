using Akka.Actor;
using Akka.Configuration;
using Akka.Routing;
using Akka.TestKit.Xunit2;

namespace ScaleMs.Engine.Tests.Routing;

public sealed class RouterTests : TestKit
{
    private static readonly Config Deployments = """
        akka.actor.deployment {
          /hashing { router = consistent-hashing-pool, nr-of-instances = 5, virtual-nodes-factor = 17 }
          /sized { router = round-robin-pool, resizer { enabled = on, lower-bound = 3, upper-bound = 7 } }
        }
        """;

    private static readonly Props Echo = Props.Create(() => new EchoName());

    public RouterTests() : base(Deployments) { }

    [Fact]
    public void Management_messages_change_a_pool()
    {
        var router = Sys.ActorOf(Echo.WithRouter(new RoundRobinPool(2)));
        Assert.Equal(2, RouteesOf(router).Count);

        router.Tell(new AdjustPoolSize(3));
        AwaitAssert(() => Assert.Equal(5, RouteesOf(router).Count));
        router.Tell(new AdjustPoolSize(-4));
        AwaitAssert(() => Assert.Single(RouteesOf(router)));
        router.Tell(new AddRoutee(new ActorRefRoutee(TestActor)));
        AwaitAssert(() => Assert.Equal(2, RouteesOf(router).Count));
        router.Tell(new Akka.Routing.Broadcast("hello"));
        Assert.Contains("hello", ReceiveN(2));
        router.Tell(new RemoveRoutee(new ActorRefRoutee(TestActor)));
        AwaitAssert(() => Assert.Single(RouteesOf(router)));
    }

    [Fact]
    public void A_pool_that_has_lost_all_its_routees_stops()
    {
        var router = Sys.ActorOf(Echo.WithRouter(new RoundRobinPool(3)));
        Watch(router);

        router.Tell(new Akka.Routing.Broadcast(PoisonPill.Instance));

        ExpectTerminated(router);
    }

    [Fact]
    public void A_message_for_an_empty_group_is_a_dead_letter()
    {
        var router = Sys.ActorOf(new RoundRobinGroup(Array.Empty<string>()).Props());
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));

        router.Tell("lost");

        Assert.Equal("lost", ExpectMsg<Akka.Event.DeadLetter>().Message);
    }

    [Fact]
    public void A_broadcast_pool_reaches_everyone()
    {
        Sys.ActorOf(Echo.WithRouter(new BroadcastPool(4))).Tell("who");

        Assert.Equal(4, ReceiveN(4).Distinct().Count());
    }

    [Fact]
    public void A_random_group_reaches_everyone()
    {
        var paths = Enumerable.Range(0, 3).Select(i => Sys.ActorOf(Echo, $"one-of-{i}").Path.ToStringWithoutAddress()).ToList();
        var router = Sys.ActorOf(new RandomGroup(paths).Props());

        for (var i = 0; i < 200; i++)
        {
            router.Tell("who");
        }

        Assert.Equal(3, ReceiveN(200).Distinct().Count());
    }

    [Fact]
    public void The_smallest_mailbox_gets_the_message()
    {
        var release = new TaskCompletionSource();
        var router = Sys.ActorOf(Props.Create(() => new Waiting(release.Task)).WithRouter(new SmallestMailboxPool(3)));
        router.Tell("wait");
        var busy = ExpectMsg<string>();

        for (var i = 0; i < 20; i++)
        {
            router.Tell("who");
            Assert.NotEqual(busy, ExpectMsg<string>());
        }

        release.SetResult();
    }

    [Fact]
    public void The_same_key_goes_to_the_same_routee()
    {
        var router = Sys.ActorOf(Echo.WithRouter(FromConfig.Instance), "hashing");

        var first = Enumerable.Range(0, 20).Select(key => Ask(router, key)).ToList();
        var second = Enumerable.Range(0, 20).Select(key => Ask(router, key)).ToList();

        Assert.Equal(first, second);
        Assert.True(first.Distinct().Count() > 1);
        Assert.Equal(5, RouteesOf(router).Count);
    }

    [Fact]
    public void A_hash_mapping_finds_the_key_in_the_message()
    {
        var router = Sys.ActorOf(Echo.WithRouter(new ConsistentHashingPool(5).WithHashMapping(message => message is string text ? text[..1] : null)));

        router.Tell("a-1");
        router.Tell("a-2");

        Assert.Equal(ExpectMsg<string>(), ExpectMsg<string>());
    }

    [Fact]
    public void Scatter_gather_answers_with_the_first()
    {
        var never = Sys.ActorOf(Props.Empty, "never");
        var at_once = Sys.ActorOf(Echo, "at-once");
        var router = Sys.ActorOf(new ScatterGatherFirstCompletedGroup(TimeSpan.FromSeconds(30), "/user/never", "/user/at-once").Props());

        router.Tell("who");

        ExpectMsg(at_once.Path.Name);
        Assert.NotEqual(never, LastSender);
    }

    [Fact]
    public void Scatter_gather_without_answer_is_a_time_out()
    {
        var router = Sys.ActorOf(Props.Empty.WithRouter(new ScatterGatherFirstCompletedPool(2, TimeSpan.FromMilliseconds(50))));

        router.Tell("who");

        Assert.IsType<AskTimeoutException>(ExpectMsg<Status.Failure>().Cause);
    }

    [Fact]
    public void Tail_chopping_asks_the_next_when_one_is_silent()
    {
        Sys.ActorOf(Props.Empty, "silent");
        Sys.ActorOf(Echo, "talking");
        var router = Sys.ActorOf(new TailChoppingGroup(["/user/silent", "/user/talking"], TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(20)).Props());

        for (var i = 0; i < 5; i++)
        {
            router.Tell("who");
            ExpectMsg("talking");
        }
    }

    [Fact]
    public void A_resizer_sets_the_size_at_the_start()
    {
        var router = Sys.ActorOf(Echo.WithRouter(FromConfig.Instance), "sized");

        AwaitAssert(() => Assert.Equal(3, RouteesOf(router).Count));
    }

    [Fact]
    public void A_router_that_is_not_configured_is_named()
    {
        var error = Assert.ThrowsAny<Exception>(() => Sys.ActorOf(Echo.WithRouter(FromConfig.Instance), "unknown-router"));

        Assert.Contains("unknown-router", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Routers_travel_as_surrogates()
    {
        RouterConfig[] routers =
        [
            new RoundRobinPool(3), new RandomPool(2), new BroadcastPool(4), new SmallestMailboxPool(5), new ConsistentHashingPool(6),
            new ScatterGatherFirstCompletedPool(2, TimeSpan.FromSeconds(3)), new TailChoppingPool(2, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1)),
            new RoundRobinGroup("/user/a"), new RandomGroup("/user/a"), new BroadcastGroup("/user/a", "/user/b"), new ConsistentHashingGroup("/user/a"),
            new ScatterGatherFirstCompletedGroup(TimeSpan.FromSeconds(3), "/user/a"),
            new TailChoppingGroup(["/user/a"], TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1)),
        ];

        Assert.All(routers, router => Assert.Equal(router, router.ToSurrogate(Sys).FromSurrogate(Sys)));
        Assert.NotEqual<RouterConfig>(new RoundRobinPool(3), new RoundRobinPool(4));
    }

    private List<Routee> RouteesOf(IActorRef router)
    {
        var probe = CreateTestProbe();
        router.Tell(GetRoutees.Instance, probe.Ref);
        return [.. probe.ExpectMsg<Routees>().Members];
    }

    private string Ask(IActorRef router, int key)
    {
        router.Tell(new ConsistentHashableEnvelope("who", key));
        return ExpectMsg<string>();
    }

    private sealed class EchoName : ReceiveActor
    {
        public EchoName() => ReceiveAny(_ => Sender.Tell(Self.Path.Name));
    }

    private sealed class Waiting : ReceiveActor
    {
        public Waiting(Task release)
        {
            ReceiveAsync<string>(async text =>
            {
                Sender.Tell(Self.Path.Name);
                if (text == "wait")
                {
                    await release;
                }
            });
        }
    }
}
