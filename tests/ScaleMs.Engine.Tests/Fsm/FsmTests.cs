using Akka.Actor;

namespace ScaleMs.Engine.Tests.Fsm;

/// <summary>A door lock: a code of digits opens it for a while.</summary>
public sealed class FsmTests : Akka.TestKit.Xunit2.TestKit
{
    private enum Door
    {
        Locked,
        Open,
    }

    [Fact]
    public void It_goes_from_state_to_state_and_tells_those_who_listen()
    {
        var door = Sys.ActorOf(Props.Create(() => new Lock("12", TimeSpan.FromMinutes(5), TestActor)));
        door.Tell(new FSMBase.SubscribeTransitionCallBack(TestActor));
        Assert.Equal(new FSMBase.CurrentState<Door>(door, Door.Locked), ExpectMsg<FSMBase.CurrentState<Door>>());

        door.Tell('1');
        ExpectMsg("1 so far");
        door.Tell('2');

        ExpectMsg("open");
        ExpectMsg("Locked -> Open with ");
        Assert.Equal(new FSMBase.Transition<Door>(door, Door.Locked, Door.Open), ExpectMsg<FSMBase.Transition<Door>>());
    }

    [Fact]
    public void A_state_ends_after_its_time()
    {
        var door = Sys.ActorOf(Props.Create(() => new Lock("1", TimeSpan.FromMilliseconds(30), TestActor)));

        door.Tell('1');

        ExpectMsg("open");
        ExpectMsg("Locked -> Open with ");
        ExpectMsg("Open -> Locked with ");
    }

    [Fact]
    public void Staying_is_no_transition_and_going_to_the_same_state_is_one()
    {
        var door = Sys.ActorOf(Props.Create(() => new Lock("12", TimeSpan.FromMinutes(5), TestActor)));

        door.Tell('9');
        ExpectMsg("9 so far");
        door.Tell("again");

        ExpectMsg("Locked -> Locked with 9");
    }

    [Fact]
    public void What_no_state_handles_goes_to_one_handler()
    {
        var door = Sys.ActorOf(Props.Create(() => new Lock("12", TimeSpan.FromMinutes(5), TestActor)));

        door.Tell(3.14);

        ExpectMsg("unhandled 3.14 in Locked");
    }

    [Fact]
    public void A_named_timer_ticks_until_it_is_cancelled()
    {
        var door = Sys.ActorOf(Props.Create(() => new Lock("12", TimeSpan.FromMinutes(5), TestActor)));

        door.Tell("tick");
        ExpectMsg("tick 1");
        ExpectMsg("tick 2");
        ExpectMsg("tick 3");

        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void It_says_why_it_ended()
    {
        var stopped = Sys.ActorOf(Props.Create(() => new Lock("12", TimeSpan.FromMinutes(5), TestActor)));
        Watch(stopped);
        stopped.Tell("stop");
        ExpectMsg("stopping");
        ExpectMsg("ended Normal in Locked");
        ExpectTerminated(stopped);

        var killed = Sys.ActorOf(Props.Create(() => new Lock("12", TimeSpan.FromMinutes(5), TestActor)));
        Watch(killed);
        Sys.Stop(killed);
        ExpectMsg("ended Shutdown in Locked");
        ExpectTerminated(killed);
    }

    [Fact]
    public void A_state_that_does_not_exist_ends_it_with_a_failure()
    {
        var door = Sys.ActorOf(Props.Create(() => new Lock("12", TimeSpan.FromMinutes(5), TestActor)));
        Watch(door);

        EventFilter.Error(contains: "does not exist").ExpectOne(() => door.Tell("nowhere"));

        ExpectMsg<string>(text => text.StartsWith("ended Failure", StringComparison.Ordinal));
        ExpectTerminated(door);
    }

    [Fact]
    public void Without_a_first_state_it_cannot_be_initialized()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Unstarted()));
        Watch(actor);

        EventFilter.Exception<ActorInitializationException>().Mute();
        ExpectTerminated(actor);
    }

    [Fact]
    public void Its_steps_are_logged_where_asked_for()
    {
        using var kit = new Akka.TestKit.Xunit2.TestKit("akka { loglevel = DEBUG, actor.debug.fsm = on }");
        var door = kit.Sys.ActorOf(Props.Create(() => new Lock("1", TimeSpan.FromMinutes(5), TestActor)));
        kit.EventFilter.Debug("transition Locked -> Open").ExpectOne(() => door.Tell('1'));
        kit.EventFilter.Debug(start: "setting repeating timer 'ticks'").And.Debug("canceling timer 'ticks'").Expect(2, () => door.Tell("tick"));
        kit.Shutdown();
    }

    private sealed class Unstarted : FSM<Door, string>
    {
        public Unstarted() => Initialize();
    }

    private sealed class Lock : FSM<Door, string>
    {
        private int _ticks;

        public Lock(string code, TimeSpan openFor, IActorRef listener)
        {
            StartWith(Door.Locked, "");
            When(Door.Locked, @event =>
            {
                switch (@event.FsmEvent)
                {
                    case char digit when @event.StateData + digit == code:
                        return GoTo(Door.Open).Using("").Replying("open");
                    case char digit:
                        return Stay().Using(@event.StateData + digit).Replying($"{@event.StateData}{digit} so far");
                    case "again":
                        return GoTo(Door.Locked);
                    case "nowhere":
                        return GoTo((Door)99);
                    default:
                        return null;
                }
            });
            When(Door.Open, @event => @event.FsmEvent is StateTimeout ? GoTo(Door.Locked) : null, openFor);
            WhenUnhandled(@event =>
            {
                switch (@event.FsmEvent)
                {
                    case "stop":
                        return Stop().Replying("stopping");
                    case "tick":
                        SetTimer("ticks", "tock", TimeSpan.FromMilliseconds(10), repeat: true);
                        return Stay();
                    case "tock":
                        listener.Tell($"tick {++_ticks}");
                        if (_ticks == 3)
                        {
                            CancelTimer("ticks");
                        }

                        return Stay();
                    default:
                        listener.Tell(FormattableString.Invariant($"unhandled {@event.FsmEvent} in {StateName}"));
                        return Stay();
                }
            });
            OnTransition((from, to) => listener.Tell($"{from} -> {to} with {NextStateData}"));
            OnTermination(end => listener.Tell($"ended {end.Reason.GetType().Name} in {end.TerminatedState}"));
            Initialize();
        }
    }
}
