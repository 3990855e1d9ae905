using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;
using Hook = ScaleMs.Engine.Tests.Support.HookedActor.Hook;

namespace ScaleMs.Engine.Tests.Supervision;

/// <summary>Which children a directive is for.</summary>
public class ScopeSpec : TestKit
{
    [Fact]
    public void One_for_one_leaves_the_siblings_alone()
    {
        var (failing, sibling, probe) = Siblings(new OneForOneStrategy(_ => Directive.Restart));

        failing.Tell(new Oops());
        FishForMessage<Hook>(hook => hook == new Hook("PreStart", 2));
        sibling.Tell("untouched");

        probe.ExpectMsg("untouched");
    }

    [Fact]
    public void All_for_one_restarts_the_siblings_too()
    {
        var (failing, _, probe) = Siblings(new AllForOneStrategy(_ => Directive.Restart));

        failing.Tell(new Oops("shared"));

        FishForMessage<Hook>(hook => hook == new Hook("PostRestart because shared", 2));
        probe.ExpectMsg(new Hook("PreRestart because shared", 1));
        probe.ExpectMsg(new Hook("PostStop", 1));
        probe.ExpectMsg(new Hook("constructor", 2));
        probe.ExpectMsg(new Hook("PostRestart because shared", 2));
    }

    [Fact]
    public void All_for_one_stops_the_siblings_too()
    {
        var (failing, sibling, _) = Siblings(new AllForOneStrategy(_ => Directive.Stop));
        var watcher = CreateTestProbe();
        watcher.Watch(failing);
        watcher.Watch(sibling);

        failing.Tell(new Oops());

        var ended = watcher.ReceiveN(2).Cast<Terminated>().Select(terminated => terminated.ActorRef);
        Assert.Equivalent(new[] { failing, sibling }, ended);
    }

    [Fact]
    public void All_for_one_resumes_only_the_child_that_failed()
    {
        var (failing, sibling, probe) = Siblings(new AllForOneStrategy(_ => Directive.Resume));

        failing.Tell(new Oops());
        failing.Tell("goes on");
        ExpectMsg("goes on");
        sibling.Tell("untouched");

        probe.ExpectMsg("untouched");
    }

    private (IActorRef Failing, IActorRef Sibling, Akka.TestKit.TestProbe SiblingsListener) Siblings(SupervisorStrategy strategy)
    {
        var probe = CreateTestProbe();
        var asker = CreateTestProbe();
        var parent = Sys.ActorOf(Parent.Props(strategy));
        asker.Send(parent, HookedActor.Props(TestActor));
        var failing = asker.ExpectMsg<IActorRef>();
        asker.Send(parent, HookedActor.Props(probe.Ref));
        var sibling = asker.ExpectMsg<IActorRef>();
        ExpectMsg(new Hook("constructor", 1));
        ExpectMsg(new Hook("PreStart", 1));
        probe.ExpectMsg(new Hook("constructor", 1));
        probe.ExpectMsg(new Hook("PreStart", 1));
        return (failing, sibling, probe);
    }
}
