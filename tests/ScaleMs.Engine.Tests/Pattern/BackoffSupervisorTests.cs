using Akka.Actor;
using Akka.Pattern;

namespace ScaleMs.Engine.Tests.Pattern;

public sealed class BackoffSupervisorTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Min = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(2);

    private Props Child => Props.Create(() => new Reporting(TestActor));

    [Fact]
    public void Messages_go_to_the_child()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(Child, "c1", Min, Max, 0.2));

        ExpectMsg("started");
        supervisor.Tell("hello");
        ExpectMsg("got hello");
        Assert.Equal("c1", ChildOf(supervisor).Path.Name);
    }

    [Fact]
    public void A_child_that_stops_is_started_again()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnStop(Child, "c1", Min, Max, 0.2).WithManualReset()));
        ExpectMsg("started");
        var first = ChildOf(supervisor);
        // The old child's end and the new one's start come from two actors, hence the listener for each.
        var mourner = CreateTestProbe();
        mourner.Watch(first);

        first.Tell(PoisonPill.Instance);

        mourner.ExpectTerminated(first);
        ExpectMsg("started");
        AwaitAssert(() => Assert.NotEqual(first, ChildOf(supervisor)));
        Assert.Equal(1, RestartsOf(supervisor));
        supervisor.Tell(BackoffSupervisor.Reset.Instance);
        AwaitAssert(() => Assert.Equal(0, RestartsOf(supervisor)));
    }

    [Fact]
    public void A_child_that_fails_is_started_again_until_the_limit()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnFailure(Child, "c1", Min, Max, 0, maxNrOfRetries: 2).WithManualReset()));
        Watch(supervisor);
        ExpectMsg("started");

        for (var i = 1; i <= 2; i++)
        {
            ChildOf(supervisor).Tell("fail");
            ExpectMsg("started");
            AwaitAssert(() => Assert.Equal(i, RestartsOf(supervisor)));
        }

        ChildOf(supervisor).Tell("fail");
        ExpectTerminated(supervisor);
    }

    [Fact]
    public void A_child_that_stops_where_only_failures_count_ends_the_supervisor()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnFailure(Child, "c1", Min, Max, 0)));
        ExpectMsg("started");
        Watch(supervisor);

        ChildOf(supervisor).Tell(PoisonPill.Instance);

        ExpectTerminated(supervisor);
    }

    [Fact]
    public void While_there_is_no_child_a_reply_can_stand_in()
    {
        var options = Backoff.OnStop(Child, "c1", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), 0).WithReplyWhileStopped("not now");
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(options));
        ExpectMsg("started");
        var child = ChildOf(supervisor);
        Watch(child);
        child.Tell(PoisonPill.Instance);
        ExpectTerminated(child);

        AwaitAssert(() =>
        {
            var probe = CreateTestProbe();
            supervisor.Tell("hello", probe.Ref);
            probe.ExpectMsg("not now", TimeSpan.FromMilliseconds(200));
        });
    }

    [Fact]
    public void After_a_final_message_the_end_of_the_child_is_final()
    {
        var options = Backoff.OnStop(Child, "c1", Min, Max, 0).WithFinalStopMessage(message => message is "stop");
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(options));
        ExpectMsg("started");
        Watch(supervisor);

        supervisor.Tell("stop");

        ExpectTerminated(supervisor);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 200)]
    [InlineData(4, 1_000)]
    [InlineData(500, 1_000)]
    public void The_delay_doubles_up_to_its_maximum(int restarts, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), BackoffDelay.Of(restarts, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), 0));

    private IActorRef ChildOf(IActorRef supervisor)
    {
        var probe = CreateTestProbe();
        supervisor.Tell(BackoffSupervisor.GetCurrentChild.Instance, probe.Ref);
        return probe.ExpectMsg<BackoffSupervisor.CurrentChild>().Ref;
    }

    private int RestartsOf(IActorRef supervisor)
    {
        var probe = CreateTestProbe();
        supervisor.Tell(BackoffSupervisor.GetRestartCount.Instance, probe.Ref);
        return probe.ExpectMsg<BackoffSupervisor.RestartCount>().Count;
    }

    private sealed class Reporting : ReceiveActor
    {
        public Reporting(IActorRef listener)
        {
            listener.Tell("started");
            Receive<string>(text => text == "fail", _ => throw new InvalidOperationException("asked to fail"));
            Receive<string>(text => text == "stop", _ => Context.Stop(Self));
            Receive<string>(text => listener.Tell($"got {text}"));
        }
    }
}
