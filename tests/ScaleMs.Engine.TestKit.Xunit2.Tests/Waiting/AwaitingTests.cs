using Akka.Actor;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests.Waiting;

public class AwaitingTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    [Fact]
    public async Task An_assertion_is_tried_until_it_holds()
    {
        var tries = 0;
        AwaitAssert(() => Assert.Equal(3, ++tries));
        Assert.Equal(3, tries);

        tries = 0;
        await AwaitAssertAsync(() => Assert.Equal(3, ++tries));
        await AwaitAssertAsync(async () =>
        {
            await Task.Yield();
            Assert.Equal(5, ++tries);
        });
    }

    [Fact]
    public async Task The_last_failure_is_the_tests()
    {
        Assert.Throws<FormatException>(() => AwaitAssert(() => throw new FormatException(), Short));
        await Assert.ThrowsAsync<FormatException>(() => AwaitAssertAsync(() => throw new FormatException(), Short));
        await Assert.ThrowsAsync<FormatException>(() => AwaitAssertAsync(() => Task.FromException(new FormatException()), Short));
    }

    [Fact]
    public async Task A_condition_is_tried_until_it_is_true()
    {
        var tries = 0;
        AwaitCondition(() => ++tries == 3);
        AwaitCondition(() => ++tries == 5, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(1));
        await AwaitConditionAsync(() => ++tries == 7);
        await AwaitConditionAsync(() => Task.FromResult(++tries == 9));

        Assert.Equal(9, tries);
    }

    [Fact]
    public async Task A_condition_that_stays_false_fails_with_the_message()
    {
        Assert.Contains("my message", Failing.MessageOf(() => AwaitCondition(() => false, Short, "my message")), StringComparison.Ordinal);
        await Failing.MessageOfAsync(() => AwaitConditionAsync(() => false, Short, "my message"));
        Assert.False(AwaitConditionNoThrow(() => false, Short));
        Assert.True(AwaitConditionNoThrow(() => true, Short));
        Assert.False(await AwaitConditionNoThrowAsync(() => Task.FromResult(false), Short));
    }

    [Fact]
    public void A_latch_opens_when_it_has_been_counted_down()
    {
        var latch = CreateTestLatch(2);
        latch.CountDown();
        Assert.False(latch.IsOpen);
        Assert.Throws<TimeoutException>(() => latch.Ready(Short));

        latch.CountDown();
        latch.Ready();
        latch.CountDown();
        Assert.True(latch.IsOpen);

        latch.Reset();
        Assert.False(latch.IsOpen);
        latch.Open();
        latch.Ready(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_barrier_lets_all_go_when_the_last_has_come()
    {
        var barrier = CreateTestBarrier(2);
        var other = Task.Run(() => barrier.Await());
        barrier.Await();
        await other;

        Assert.Throws<TimeoutException>(() => CreateTestBarrier(2).Await(Short));
    }

    [Fact]
    public async Task A_continuation_sends_with_the_test_actor_as_sender()
    {
        var echo = ActorOf(Akka.TestKit.TestActors.SimpleEchoActor.Props());
        await Task.Yield();
        echo.Tell("after yield");
        await ExpectMsgAsync("after yield");
        await Task.Delay(1);

        echo.Tell("after delay");

        await ExpectMsgAsync("after delay");
    }

    [Fact]
    public async Task Durations_are_dilated_by_the_time_factor()
    {
        using var kit = new Akka.TestKit.Xunit2.TestKit("akka.test.timefactor = 2.5");

        Assert.Equal(TimeSpan.FromSeconds(25), kit.Dilated(TimeSpan.FromSeconds(10)));
        Assert.Equal(TimeSpan.FromSeconds(7.5), kit.RemainingOrDefault);
        Assert.Equal(TimeSpan.FromSeconds(25), kit.RemainingOrDilated(TimeSpan.FromSeconds(10)));
        await kit.Sys.Terminate();
    }
}
