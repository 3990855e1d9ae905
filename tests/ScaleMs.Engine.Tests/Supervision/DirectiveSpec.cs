using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Supervision;

/// <summary>What each directive does to the child that failed.</summary>
public class DirectiveSpec : TestKit
{
    [Fact]
    public void Resume_keeps_the_state_and_goes_on_with_the_next_message()
    {
        var child = CounterUnder(Parent.OneForOne(Directive.Resume));

        child.Tell("count");
        child.Tell(new Oops());
        child.Tell("count");

        ExpectMsg(1);
        ExpectMsg(2);
    }

    [Fact]
    public void Restart_begins_with_a_new_state()
    {
        var child = CounterUnder(Parent.OneForOne(Directive.Restart));

        child.Tell("count");
        child.Tell(new Oops());
        child.Tell("count");

        ExpectMsg(1);
        ExpectMsg(1);
    }

    [Fact]
    public void Stop_ends_the_child()
    {
        var child = CounterUnder(Parent.OneForOne(Directive.Stop));
        Watch(child);

        child.Tell(new Oops());

        ExpectTerminated(child);
    }

    [Fact]
    public void Escalate_fails_the_supervisor_with_the_same_cause()
    {
        Exception? cause = null;
        var grandparent = Sys.ActorOf(Parent.Props(new OneForOneStrategy(failure =>
        {
            Volatile.Write(ref cause, failure);
            return Directive.Stop;
        })));
        grandparent.Tell(Parent.Props(Parent.OneForOne(Directive.Escalate)));
        var parent = Watch(ExpectMsg<IActorRef>());
        parent.Tell(Props.Create(() => new Counter()));
        var child = ExpectMsg<IActorRef>();
        var failure = new Oops("escalated");

        child.Tell(failure);

        ExpectTerminated(parent);
        Assert.Same(failure, Volatile.Read(ref cause));
    }

    [Fact]
    public void A_restart_of_the_supervisor_by_escalation_stops_the_child()
    {
        var grandparent = Sys.ActorOf(Parent.Props(Parent.OneForOne(Directive.Restart)));
        grandparent.Tell(Parent.Props(Parent.OneForOne(Directive.Escalate)));
        var parent = ExpectMsg<IActorRef>();
        parent.Tell(Props.Create(() => new Counter()));
        var child = Watch(ExpectMsg<IActorRef>());

        child.Tell(new Oops());

        ExpectTerminated(child);
        parent.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void The_default_restarts_after_a_failure()
    {
        var child = CounterUnder(strategy: null);

        child.Tell("count");
        child.Tell(new Oops());
        child.Tell("count");

        ExpectMsg(1);
        ExpectMsg(1);
    }

    [Fact]
    public void A_decider_that_fails_fails_the_supervisor()
    {
        var parent = Sys.ActorOf(Parent.Props(new OneForOneStrategy(new Func<Exception, Directive>(_ => throw new Oops("in decider")))));
        parent.Tell(Props.Create(() => new Counter()));
        var child = Watch(ExpectMsg<IActorRef>());

        EventFilter.Exception<Oops>("in decider").ExpectOne(() =>
        {
            child.Tell(new Oops());
            ExpectTerminated(child);
        });
        parent.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void A_strategy_in_the_props_replaces_the_actors_own()
    {
        var parent = Sys.ActorOf(Parent.Props(Parent.OneForOne(Directive.Restart))
            .WithSupervisorStrategy(Parent.OneForOne(Directive.Stop)));
        parent.Tell(Props.Create(() => new Counter()));
        var child = Watch(ExpectMsg<IActorRef>());

        child.Tell(new Oops());

        ExpectTerminated(child);
    }

    [Fact]
    public void A_failure_is_logged_once_with_its_cause_and_the_childs_path()
    {
        var child = CounterUnder(Parent.OneForOne(Directive.Restart));

        EventFilter.Exception<Oops>(message: "logged", source: child.Path.ToStringWithoutAddress())
            .ExpectOne(() => child.Tell(new Oops("logged")));
    }

    private IActorRef CounterUnder(SupervisorStrategy? strategy)
    {
        var parent = Sys.ActorOf(Parent.Props(strategy));
        parent.Tell(Props.Create(() => new Counter()));
        return ExpectMsg<IActorRef>();
    }

    private sealed class Counter : ReceiveActor
    {
        private int _count;

        public Counter()
        {
            Receive<Exception>(failure => throw failure);
            Receive<string>(_ => Sender.Tell(++_count));
        }
    }
}
