using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Supervision;

/// <summary>maxNrOfRetries counts restarts within withinTimeRange; beyond it the child is stopped.</summary>
public class RetryLimitSpec : TestKit
{
    [Fact]
    public void The_child_is_stopped_at_the_first_failure_beyond_the_limit()
    {
        var child = ChildUnder(new OneForOneStrategy(2, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        Fail(child);
        Fail(child);
        child.Tell("alive");
        ExpectMsg("alive");

        Fail(child);

        ExpectTerminated(child);
    }

    [Fact]
    public void A_limit_of_zero_stops_at_the_first_failure()
    {
        var child = ChildUnder(new OneForOneStrategy(0, TimeSpan.FromMinutes(1), _ => Directive.Restart));

        Fail(child);

        ExpectTerminated(child);
    }

    [Fact]
    public void A_time_range_without_a_limit_allows_one_restart_within_it()
    {
        var child = ChildUnder(new OneForOneStrategy(null, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        Fail(child);
        child.Tell("alive");
        ExpectMsg("alive");

        Fail(child);

        ExpectTerminated(child);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(null)]
    public void Without_a_limit_and_a_time_range_a_child_is_restarted_any_number_of_times(int? limit)
    {
        var child = ChildUnder(new OneForOneStrategy(limit, null, _ => Directive.Restart));

        for (var i = 0; i < 50; i++)
        {
            Fail(child);
        }

        child.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void A_limit_without_a_time_range_counts_over_the_whole_life()
    {
        var child = ChildUnder(new OneForOneStrategy(1, null, _ => Directive.Restart));
        Fail(child);

        Fail(child);

        ExpectTerminated(child);
    }

    [Fact]
    public void Restarts_before_the_time_range_do_not_count()
    {
        var range = TimeSpan.FromMilliseconds(30);
        var child = ChildUnder(new OneForOneStrategy(1, range, _ => Directive.Restart));
        for (var i = 0; i < 3; i++)
        {
            Fail(child);
            child.Tell("alive");
            ExpectMsg("alive");
            var restarted = Now;
            AwaitCondition(() => Now - restarted > range * 2);
        }

        child.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void Resumes_are_not_limited()
    {
        var child = ChildUnder(new OneForOneStrategy(1, TimeSpan.FromMinutes(1), _ => Directive.Resume));

        for (var i = 0; i < 10; i++)
        {
            Fail(child);
        }

        child.Tell("alive");
        ExpectMsg("alive");
    }

    private static void Fail(IActorRef child) => child.Tell(new Oops());

    private IActorRef ChildUnder(SupervisorStrategy strategy)
    {
        var parent = Sys.ActorOf(Parent.Props(strategy));
        parent.Tell(Parent.Props());
        return Watch(ExpectMsg<IActorRef>());
    }
}
