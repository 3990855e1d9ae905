using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Timers;

/// <summary>Keyed timers, in virtual time.</summary>
public class TimersSpec : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public TimersSpec()
        : base(TestConfigs.TestSchedulerConfig)
    {
    }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_single_timer_fires_once_when_it_is_due()
    {
        var actor = Actor();
        Do(actor, timers => timers.StartSingleTimer("key", "tick", Second));

        Scheduler.Advance(Second - TimeSpan.FromTicks(1));
        ExpectNoMsg(20);
        Scheduler.Advance(TimeSpan.FromTicks(1));
        ExpectMsg("tick");
        Scheduler.Advance(Second * 10);
        ExpectNoMsg(20);
    }

    [Fact]
    public void A_periodic_timer_fires_at_each_interval()
    {
        var actor = Actor();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));

        for (var i = 0; i < 5; i++)
        {
            Scheduler.Advance(Second);
            ExpectMsg("tick");
        }

        ExpectNoMsg(20);
    }

    [Fact]
    public void A_periodic_timer_may_begin_with_another_delay()
    {
        var actor = Actor();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", TimeSpan.FromMilliseconds(100), Second));

        Scheduler.Advance(TimeSpan.FromMilliseconds(100));
        ExpectMsg("tick");
        Scheduler.Advance(TimeSpan.FromMilliseconds(900));
        ExpectNoMsg(20);
        Scheduler.Advance(TimeSpan.FromMilliseconds(100));
        ExpectMsg("tick");
    }

    [Fact]
    public void Starting_a_timer_again_replaces_it()
    {
        var actor = Actor();
        Do(actor, timers => timers.StartSingleTimer("key", "old", Second));
        Do(actor, timers => timers.StartSingleTimer("key", "new", Second * 2));

        Scheduler.Advance(Second * 5);

        ExpectMsg("new");
        ExpectNoMsg(20);
    }

    [Fact]
    public void Timers_with_different_keys_are_independent()
    {
        var actor = Actor();
        Do(actor, timers =>
        {
            timers.StartSingleTimer("a", "a", Second);
            timers.StartSingleTimer("b", "b", Second * 2);
            timers.Cancel("a");
        });

        Scheduler.Advance(Second * 5);

        ExpectMsg("b");
        ExpectNoMsg(20);
    }

    [Fact]
    public void A_tick_that_waits_in_the_mailbox_is_dropped_when_the_timer_is_cancelled()
    {
        StaleTick(timers => timers.Cancel("key"));

        ExpectNoMsg(20);
    }

    [Fact]
    public void A_tick_that_waits_in_the_mailbox_is_dropped_when_the_timer_is_replaced()
    {
        StaleTick(timers => timers.StartSingleTimer("key", "new", Second));

        Scheduler.Advance(Second);
        ExpectMsg("new");
        ExpectNoMsg(20);
    }

    [Fact]
    public void A_tick_that_waits_in_the_mailbox_is_dropped_by_CancelAll()
    {
        StaleTick(timers => timers.CancelAll());

        ExpectNoMsg(20);
    }

    [Fact]
    public void A_tick_that_waits_in_the_mailbox_is_dropped_by_a_restart()
    {
        StaleTick(_ => throw new Oops());

        ExpectNoMsg(20);
    }

    [Fact]
    public void A_restart_cancels_the_timers()
    {
        var actor = Actor();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        actor.Tell(new Instruction(_ => throw new Oops(), null));
        actor.Tell("restarted");
        ExpectMsg("restarted");

        Scheduler.Advance(Second * 3);

        ExpectNoMsg(20);
    }

    [Fact]
    public void A_stop_cancels_the_timers()
    {
        var actor = Actor();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);

        EventFilter.DeadLetter().Expect(0, TimeSpan.FromMilliseconds(30), () => Scheduler.Advance(Second * 3));
    }

    [Fact]
    public void Active_timers_are_known_until_they_fire_or_are_cancelled()
    {
        var actor = Actor();
        Do(actor, timers =>
        {
            timers.StartSingleTimer("single", "single", Second);
            timers.StartPeriodicTimer("periodic", "periodic", Second * 10);
            TestActor.Tell((timers.IsTimerActive("single"), timers.IsTimerActive("periodic"), timers.IsTimerActive("other")));
        });
        ExpectMsg((true, true, false));

        Scheduler.Advance(Second);
        ExpectMsg("single");
        actor.Tell(new Instruction(timers => TestActor.Tell((timers.IsTimerActive("single"), timers.IsTimerActive("periodic"))), null));
        ExpectMsg((false, true));
    }

    [Fact]
    public void A_timer_may_start_itself_again_when_it_fires()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Restarting(TestActor)));
        ExpectMsg("started");

        for (var i = 1; i <= 3; i++)
        {
            Scheduler.Advance(Second);
            ExpectMsg(i);
        }

        Sys.Stop(actor);
    }

    private IActorRef Actor() => Sys.ActorOf(Props.Create(() => new Timed(TestActor)));

    private void Do(IActorRef actor, Action<ITimerScheduler> action)
    {
        var done = CreateTestLatch();
        actor.Tell(new Instruction(action, done));
        done.Ready();
    }

    /// <summary>Lets a tick arrive while the actor is busy, then lets the actor do something before it gets to the tick.</summary>
    private void StaleTick(Action<ITimerScheduler> action)
    {
        var actor = Actor();
        Do(actor, timers => timers.StartSingleTimer("key", "old", Second));
        var entered = CreateTestLatch();
        var tickArrived = CreateTestLatch();
        actor.Tell(new Instruction(
            timers =>
            {
                entered.Open();
                tickArrived.Ready();
                action(timers);
            },
            null));
        entered.Ready();
        Scheduler.Advance(Second);
        tickArrived.Open();
        actor.Tell("after");
        ExpectMsg("after");
    }

    private sealed record Instruction(Action<ITimerScheduler> Action, TestLatch? Done);

    private sealed class Timed(IActorRef listener) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is Instruction instruction)
            {
                instruction.Action(Timers);
                instruction.Done?.Open();
            }
            else
            {
                listener.Tell(message);
            }
        }
    }

    private sealed class Restarting : ReceiveActor, IWithTimers
    {
        private readonly IActorRef _listener;

        public Restarting(IActorRef listener)
        {
            _listener = listener;
            Receive<int>(tick =>
            {
                Timers.StartSingleTimer("key", tick + 1, Second);
                listener.Tell(tick);
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartSingleTimer("key", 1, Second);
            _listener.Tell("started");
        }
    }
}
