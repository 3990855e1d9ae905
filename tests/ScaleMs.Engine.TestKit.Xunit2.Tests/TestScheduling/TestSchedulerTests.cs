using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests.TestScheduling;

public class TestSchedulerTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public TestSchedulerTests()
        : base(TestConfigs.TestSchedulerConfig)
    {
    }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Nothing_happens_until_time_advances()
    {
        Scheduler.ScheduleTellOnce(Second, TestActor, "tick", TestActor);

        ExpectNoMsg(10);
        Scheduler.Advance(Second);
        ExpectMsg("tick");
    }

    [Fact]
    public void Work_runs_in_the_order_of_its_time_and_sees_that_time()
    {
        var begin = Scheduler.Now;
        foreach (var seconds in new[] { 3, 1, 2 })
        {
            Scheduler.Advanced.ScheduleOnce(Second * seconds, () => TestActor.Tell((seconds, Scheduler.Now - begin)));
        }

        Scheduler.AdvanceTo(begin + (Second * 10));

        ExpectMsg((1, Second));
        ExpectMsg((2, Second * 2));
        ExpectMsg((3, Second * 3));
        Assert.Equal(begin + (Second * 10), Scheduler.Now);
        Assert.Equal(Second * 10, Scheduler.MonotonicClock);
    }

    [Fact]
    public void Work_that_is_scheduled_by_work_runs_when_it_is_due()
    {
        Scheduler.Advanced.ScheduleOnce(Second, () => Scheduler.ScheduleTellOnce(Second, TestActor, "second", TestActor));

        Scheduler.Advance(Second * 2);

        ExpectMsg("second");
    }

    [Fact]
    public void Repeated_work_runs_at_each_of_its_times()
    {
        using var cancelable = new Cancelable(Scheduler.Advanced);
        Scheduler.ScheduleTellRepeatedly(Second, Second, TestActor, "tick", TestActor, cancelable);

        Scheduler.Advance(Second * 3.5);
        Assert.Equal(3, ReceiveN(3).Count);
        cancelable.Cancel();
        Scheduler.Advance(Second * 3);
        ExpectNoMsg(10);
    }

    [Fact]
    public void Time_does_not_go_back() =>
        Assert.Throws<InvalidOperationException>(() => Scheduler.AdvanceTo(Scheduler.Now - Second));

    [Fact]
    public void A_failing_action_does_not_keep_others_from_running()
    {
        Scheduler.Advanced.ScheduleOnce(Second, () => throw new FormatException());
        Scheduler.ScheduleTellOnce(Second, TestActor, "tick", TestActor);

        EventFilter.Exception<FormatException>().ExpectOne(() => Scheduler.Advance(Second));

        ExpectMsg("tick");
    }
}
