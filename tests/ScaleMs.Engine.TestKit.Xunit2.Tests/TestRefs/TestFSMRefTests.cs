using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests.TestRefs;

public class TestFSMRefTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public TestFSMRefTests()
        : base(TestConfigs.TestSchedulerConfig)
    {
    }

    [Fact]
    public void State_and_data_can_be_read_and_set()
    {
        var door = ActorOfAsTestFSMRef<Door, string, int>();
        Assert.Equal("closed", door.StateName);
        Assert.Equal(0, door.StateData);

        door.Tell("open");
        Assert.Equal("open", door.StateName);
        Assert.Equal(1, door.StateData);

        door.SetState("closed", 7);
        Assert.Equal("closed", door.StateName);
        Assert.Equal(7, door.StateData);

        door.SetStateData(8);
        Assert.Equal(8, door.StateData);
        door.Tell("open");
        Assert.Equal(9, door.StateData);
    }

    [Fact]
    public void A_state_that_is_set_tells_the_listeners_of_the_transition()
    {
        var door = ActorOfAsTestFSMRef<Door, string, int>();
        door.Tell(new FSMBase.SubscribeTransitionCallBack(TestActor));
        ExpectMsg(new FSMBase.CurrentState<string>(door, "closed"), FSMSpecHelpers.CurrentStateExpector<string>());

        door.SetState("open");

        ExpectMsg(new FSMBase.Transition<string>(door, "closed", "open"), FSMSpecHelpers.TransitionStateExpector<string>());
    }

    [Fact]
    public void Timers_run_in_virtual_time()
    {
        var door = ActorOfAsTestFSMRef<Door, string, int>();

        door.SetTimer("timer", "open", Second);
        Assert.True(door.IsTimerActive("timer"));
        ((TestScheduler)Sys.Scheduler).Advance(Second);
        AwaitAssert(() => Assert.Equal("open", door.StateName));
        Assert.False(door.IsTimerActive("timer"));

        door.SetTimer("timer", "close", Second);
        door.CancelTimer("timer");
        Assert.False(door.IsTimerActive("timer"));
    }

    [Fact]
    public void A_state_timeout_can_be_set()
    {
        var door = ActorOfAsTestFSMRef<Door, string, int>();
        door.SetState("open", Second);
        Assert.True(door.IsStateTimerActive());

        ((TestScheduler)Sys.Scheduler).Advance(Second);

        AwaitAssert(() => Assert.Equal("closed", door.StateName));
    }

    private sealed class Door : FSM<string, int>
    {
        public Door()
        {
            StartWith("closed", 0);
            When("closed", change => change.FsmEvent is "open" ? GoTo("open").Using(change.StateData + 1) : Stay());
            When("open", change => change.FsmEvent is "close" or StateTimeout ? GoTo("closed") : Stay());
            Initialize();
        }
    }
}
