using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Scheduling;

/// <summary>The scheduler of the system, in real time.</summary>
public class SchedulerSpec : TestKit
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(30);

    [Fact]
    public void A_message_comes_once_and_not_before_its_time()
    {
        var begin = Now;

        Sys.Scheduler.ScheduleTellOnce(Moment, TestActor, "tick", ActorRefs.NoSender);

        ExpectMsg("tick");
        Assert.True(Now - begin >= Moment);
        ExpectNoMsg(50);
    }

    [Fact]
    public void A_repeated_message_comes_until_it_is_cancelled()
    {
        using var cancelable = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.FromMilliseconds(10), TestActor, "tick", TestActor, cancelable);

        for (var i = 0; i < 5; i++)
        {
            ExpectMsgFrom(TestActor, "tick");
        }

        cancelable.Cancel();
        IgnoreNoMessages();
        ReceiveWhile<string>(message => message == "tick", TimeSpan.FromMilliseconds(50));
        ExpectNoMsg(50);
    }

    [Fact]
    public void What_is_cancelled_before_its_time_never_comes()
    {
        var cancelable = Sys.Scheduler.ScheduleTellOnceCancelable(Moment * 10, TestActor, "tick", TestActor);

        cancelable.Cancel();

        ExpectNoMsg(Moment * 11);
    }

    [Fact]
    public void Actions_run_too()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(Moment, () => TestActor.Tell("once"));
        using var cancelable = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.Advanced.ScheduleRepeatedly(Moment * 4, Moment, () => TestActor.Tell("again"), cancelable);

        ExpectMsg("once");
        ExpectMsg("again");
        ExpectMsg("again");
    }

    [Fact]
    public void An_action_that_fails_does_not_stop_the_others()
    {
        EventFilter.Exception<Oops>().Mute(() =>
        {
            Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => throw new Oops());
            Sys.Scheduler.Advanced.ScheduleOnce(Moment, () => TestActor.Tell("after"));
            ExpectMsg("after");
        });
    }

    [Fact]
    public void Negative_delays_and_intervals_that_are_not_positive_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(-1), TestActor, "tick", TestActor));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Sys.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.Zero, TestActor, "tick", TestActor));
    }

    [Fact]
    public void Of_thousands_of_timers_none_is_lost()
    {
        var random = new Random(7);
        var delays = Enumerable.Range(0, 2000).Select(_ => random.Next(0, 100)).ToArray();
        foreach (var delay in delays)
        {
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(delay), TestActor, delay, TestActor);
        }

        var received = ReceiveN(delays.Length, TimeSpan.FromSeconds(20)).Cast<int>().ToArray();

        Assert.Equal(delays.Order(), received.Order());
    }

    [Fact]
    public void A_cancelable_may_cancel_by_itself_and_tells_its_token()
    {
        var cancelable = new Cancelable(Sys.Scheduler, Moment);

        AwaitCondition(() => cancelable.IsCancellationRequested);

        Assert.True(cancelable.Token.IsCancellationRequested);
    }
}
