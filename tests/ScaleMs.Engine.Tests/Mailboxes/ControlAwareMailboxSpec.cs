using Akka.Actor;
using ScaleMs.Engine.ControlAware;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Mailboxes;

public class ControlAwareMailboxSpec : Akka.TestKit.Xunit2.TestKit
{
    private const string Mailboxes = """
        control-aware.mailbox-type = "ScaleMs.Engine.ControlAware.UnboundedControlAwareMailbox, ScaleMs.Engine"
        control-aware-of-three {
          mailbox-type = "ScaleMs.Engine.ControlAware.BoundedControlAwareMailbox, ScaleMs.Engine"
          mailbox-capacity = 3
          mailbox-push-timeout-time = 0s
        }
        """;

    public ControlAwareMailboxSpec()
        : base(Mailboxes)
    {
    }

    [Fact]
    public void Control_messages_come_first_and_each_kind_keeps_its_order()
    {
        var (actor, goOn) = Waiting("control-aware");
        actor.Tell(1);
        actor.Tell(new Control(1));
        actor.Tell(2);
        actor.Tell(new Control(2));
        goOn();
        ExpectMsg(new Control(1));
        ExpectMsg(new Control(2));
        ExpectMsg(1);
        ExpectMsg(2);
    }

    [Fact]
    public void A_full_one_sends_both_kinds_to_dead_letters()
    {
        var (actor, goOn) = Waiting("control-aware-of-three");
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(new Control(1));
        EventFilter.DeadLetter<int>().And.DeadLetter<Control>().Expect(2, () =>
        {
            actor.Tell(3);
            actor.Tell(new Control(2));
        });
        goOn();
        ExpectMsg(new Control(1));
        ExpectMsg(1);
        ExpectMsg(2);
    }

    [Fact]
    public void What_has_left_makes_room()
    {
        var (actor, goOn) = Waiting("control-aware-of-three");
        goOn();
        for (var i = 0; i < 10; i++)
        {
            actor.Tell(i);
            ExpectMsg(i);
        }
    }

    [Fact]
    public void What_is_left_at_the_end_goes_to_dead_letters()
    {
        var (actor, goOn) = Waiting("control-aware", thenStops: true);
        actor.Tell(1);
        actor.Tell(new Control(1));
        EventFilter.DeadLetter<int>().And.DeadLetter<Control>().Expect(2, goOn);
    }

    /// <summary>An actor that is busy with a message until it is told to go on.</summary>
    private (IActorRef Actor, Action GoOn) Waiting(string mailbox, bool thenStops = false)
    {
        var gate = CreateTestLatch();
        var entered = CreateTestLatch();
        var actor = Sys.ActorOf(Handler.Props((context, message) =>
        {
            if (message is "wait")
            {
                entered.Open();
                gate.Ready();
                if (thenStops)
                {
                    context.Stop(context.Self);
                }
            }
            else
            {
                TestActor.Tell(message);
            }
        }).WithMailbox(mailbox));
        actor.Tell("wait");
        entered.Ready();
        return (actor, gate.Open);
    }

    private sealed record Control(int Number) : IControlMessage;
}
