using Akka.Actor;
using Akka.Routing;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Routing;

public class RoundRobinSpec : TestKit
{
    private const string Deployments = """
        akka.actor.deployment {
          /configured-pool {
            router = round-robin-pool
            nr-of-instances = 3
          }
          /configured-group {
            router = round-robin-group
            routees.paths = ["/user/one", "/user/two"]
          }
        }
        """;

    private static readonly Props WhoAmI = Handler.Props((context, message) =>
    {
        switch (message)
        {
            case Oops failure:
                throw failure;
            default:
                context.Sender.Tell(context.Self.Path.Name);
                break;
        }
    });

    public RoundRobinSpec()
        : base(Deployments)
    {
    }

    [Fact]
    public void A_pool_makes_its_routees_and_takes_turns()
    {
        var router = Sys.ActorOf(WhoAmI.WithRouter(new RoundRobinPool(3)), "pool");

        TakesTurns(router, 3);
    }

    [Fact]
    public void A_pool_can_come_from_the_configuration() =>
        TakesTurns(Sys.ActorOf(WhoAmI.WithRouter(FromConfig.Instance), "configured-pool"), 3);

    [Fact]
    public void A_group_sends_to_actors_that_exist()
    {
        Sys.ActorOf(WhoAmI, "one");
        Sys.ActorOf(WhoAmI, "two");

        TakesTurns(Sys.ActorOf(Props.Empty.WithRouter(new RoundRobinGroup("/user/one", "/user/two")), "group"), 2);
        TakesTurns(Sys.ActorOf(Props.Empty.WithRouter(FromConfig.Instance), "configured-group"), 2);
    }

    [Fact]
    public void The_sender_is_kept()
    {
        var router = Sys.ActorOf(WhoAmI.WithRouter(new RoundRobinPool(2)));
        var probe = CreateTestProbe();

        router.Tell("who?", probe.Ref);

        probe.ExpectMsg<string>();
    }

    [Fact]
    public void Broadcast_reaches_every_routee()
    {
        var router = Sys.ActorOf(WhoAmI.WithRouter(new RoundRobinPool(4)));

        router.Tell(new Broadcast("who?"));

        Assert.Equal(4, ReceiveN(4).Distinct().Count());
    }

    [Fact]
    public void PoisonPill_to_the_router_stops_it_and_its_routees()
    {
        var router = Watch(Sys.ActorOf(WhoAmI.WithRouter(new RoundRobinPool(3))));
        router.Tell(GetRoutees.Instance);
        var routees = ExpectMsg<Routees>().Members.Cast<ActorRefRoutee>().Select(routee => routee.Actor).ToArray();
        Array.ForEach(routees, routee => Watch(routee));

        router.Tell(PoisonPill.Instance);

        Assert.Equivalent(routees.Append(router), ReceiveN(4).Cast<Terminated>().Select(terminated => terminated.ActorRef));
    }

    [Fact]
    public void A_pool_whose_routees_have_all_ended_ends_too()
    {
        var router = Watch(Sys.ActorOf(WhoAmI.WithRouter(new RoundRobinPool(3))));

        router.Tell(new Broadcast(PoisonPill.Instance));

        ExpectTerminated(router);
    }

    [Fact]
    public void A_routee_that_fails_fails_its_router_by_default_which_restarts_them_all()
    {
        var router = Sys.ActorOf(WhoAmI.WithRouter(new RoundRobinPool(2)));

        EventFilter.Exception<Oops>().ExpectOne(() => router.Tell(new Oops()));

        router.Tell("who?");
        ExpectMsg<string>();
    }

    [Fact]
    public void Routees_can_be_added_and_removed()
    {
        var router = Sys.ActorOf(WhoAmI.WithRouter(new RoundRobinPool(1)));
        var added = new ActorRefRoutee(Sys.ActorOf(WhoAmI, "added"));

        router.Tell(new AddRoutee(added));
        router.Tell(GetRoutees.Instance);
        Assert.Equal(2, ExpectMsg<Routees>().Members.Count());
        TakesTurns(router, 2);
        router.Tell(new RemoveRoutee(added));
        router.Tell(GetRoutees.Instance);

        Assert.Single(ExpectMsg<Routees>().Members);
    }

    private void TakesTurns(IActorRef router, int routees)
    {
        const int Rounds = 5;
        for (var i = 0; i < routees * Rounds; i++)
        {
            router.Tell("who?");
        }

        var counts = ReceiveN(routees * Rounds).GroupBy(name => name).Select(turns => turns.Count()).ToArray();
        Assert.Equal(Enumerable.Repeat(Rounds, routees), counts);
    }
}
