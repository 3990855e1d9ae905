using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Supervision;

/// <summary>An actor that failed, and everything below it, processes nothing until its supervisor has decided.</summary>
public class SuspensionSpec : TestKit
{
    [Fact]
    public void A_failed_actor_waits_for_the_decision()
    {
        var mayDecide = CreateTestLatch();
        var parent = Sys.ActorOf(Parent.Props(Deciding(mayDecide, Directive.Resume)));
        parent.Tell(Parent.Props());
        var child = ExpectMsg<IActorRef>();

        child.Tell(new Oops());
        child.Tell("next");

        ExpectNoMsg(50);
        mayDecide.Open();
        ExpectMsg("next");
    }

    [Fact]
    public void Its_children_wait_too()
    {
        var mayDecide = CreateTestLatch();
        var parent = Sys.ActorOf(Parent.Props(Deciding(mayDecide, Directive.Resume)));
        parent.Tell(Parent.Props());
        var child = ExpectMsg<IActorRef>();
        child.Tell(Parent.Props());
        var grandchild = ExpectMsg<IActorRef>();

        child.Tell(new Oops());
        AwaitAssert(() =>
        {
            grandchild.Tell("are you there?");
            ExpectNoMsg(20);
        });

        mayDecide.Open();
        FishForMessage<string>(message => message == "are you there?");
    }

    [Fact]
    public void Siblings_and_cousins_go_on()
    {
        var mayDecide = CreateTestLatch();
        var parent = Sys.ActorOf(Parent.Props(Deciding(mayDecide, Directive.Restart)));
        parent.Tell(Parent.Props());
        var failing = ExpectMsg<IActorRef>();
        parent.Tell(Parent.Props());
        var sibling = ExpectMsg<IActorRef>();

        failing.Tell(new Oops());
        sibling.Tell("going on");

        ExpectMsg("going on");
        mayDecide.Open();
    }

    [Fact]
    public void A_suspended_actor_can_be_stopped()
    {
        var mayDecide = CreateTestLatch();
        var parent = Sys.ActorOf(Parent.Props(Deciding(mayDecide, Directive.Resume)));
        parent.Tell(Parent.Props());
        var child = Watch(ExpectMsg<IActorRef>());

        child.Tell(new Oops());
        Sys.Stop(child);

        mayDecide.Open();
        ExpectTerminated(child);
    }

    private static OneForOneStrategy Deciding(Akka.TestKit.TestLatch mayDecide, Directive directive) => new(_ =>
    {
        mayDecide.Ready();
        return directive;
    });
}
