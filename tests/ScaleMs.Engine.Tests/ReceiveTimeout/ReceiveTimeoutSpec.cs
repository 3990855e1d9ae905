using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.ReceiveTimeout;

/// <summary>The receive timeout, in virtual time.</summary>
public class ReceiveTimeoutSpec : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public ReceiveTimeoutSpec()
        : base(TestConfigs.TestSchedulerConfig)
    {
    }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void It_comes_when_nothing_was_received_for_its_time()
    {
        Idle(Second);

        Scheduler.Advance(Second);

        ExpectMsg<Akka.Actor.ReceiveTimeout>();
    }

    [Fact]
    public void It_comes_again_after_the_same_time()
    {
        Idle(Second);

        for (var i = 0; i < 3; i++)
        {
            Scheduler.Advance(Second);
            ExpectMsg<Akka.Actor.ReceiveTimeout>();
            Settle();
        }
    }

    [Fact]
    public void A_message_starts_its_time_anew()
    {
        var actor = Idle(Second);
        Scheduler.Advance(Second * 0.9);
        actor.Tell("message");
        ExpectMsg("message");
        Settle();

        Scheduler.Advance(Second * 0.9);
        ExpectNoMsg(20);
        Scheduler.Advance(Second * 0.1);
        ExpectMsg<Akka.Actor.ReceiveTimeout>();
    }

    [Fact]
    public void A_message_marked_as_not_influencing_does_not()
    {
        var actor = Idle(Second);
        Scheduler.Advance(Second * 0.9);
        actor.Tell(new Unnoticed());
        ExpectMsg<Unnoticed>();
        Settle();

        Scheduler.Advance(Second * 0.1);

        ExpectMsg<Akka.Actor.ReceiveTimeout>();
    }

    [Fact]
    public void Null_turns_it_off()
    {
        var actor = Idle(Second);
        actor.Tell(new Set(null));
        ExpectMsg<Set>();
        Settle();

        Scheduler.Advance(Second * 10);

        ExpectNoMsg(20);
    }

    [Fact]
    public void It_can_be_changed()
    {
        var actor = Idle(Second);
        actor.Tell(new Set(Second * 3));
        ExpectMsg<Set>();
        Settle();

        Scheduler.Advance(Second * 2);
        ExpectNoMsg(20);
        Scheduler.Advance(Second);
        ExpectMsg<Akka.Actor.ReceiveTimeout>();
    }

    [Fact]
    public void Its_time_is_known_to_the_actor()
    {
        var actor = Idle(Second * 7);

        actor.Tell("timeout?");

        ExpectMsg(Second * 7);
    }

    private IActorRef Idle(TimeSpan timeout)
    {
        var actor = Sys.ActorOf(Handler.Props((context, message) =>
        {
            switch (message)
            {
                case Set set:
                    context.SetReceiveTimeout(set.Timeout);
                    TestActor.Tell(set);
                    break;
                case "timeout?":
                    TestActor.Tell(context.ReceiveTimeout!.Value);
                    break;
                default:
                    TestActor.Tell(message);
                    break;
            }
        }));
        _actor = actor;
        actor.Tell(new Set(timeout));
        ExpectMsg<Set>();
        Settle();
        return actor;
    }

    private IActorRef _actor = ActorRefs.Nobody;

    /// <summary>The timeout is scheduled after the handler has returned: a round trip that does not influence it makes sure.</summary>
    private void Settle()
    {
        _actor.Tell(new Unnoticed());
        ExpectMsg<Unnoticed>();
    }

    private sealed record Set(TimeSpan? Timeout);

    private sealed record Unnoticed : INotInfluenceReceiveTimeout;
}
