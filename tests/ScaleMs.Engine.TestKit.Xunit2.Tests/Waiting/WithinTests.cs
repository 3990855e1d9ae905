using Akka.Actor;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests.Waiting;

public class WithinTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    public WithinTests()
        : base("akka.test.single-expect-default = 200ms")
    {
    }

    [Fact]
    public void Expectations_inside_share_the_time_of_the_block()
    {
        var failure = Failing.MessageOf(() => Within(Short, () => ExpectMsg<string>()));

        Assert.Contains("Timeout", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void What_remains_is_known_inside_only()
    {
        Assert.Throws<InvalidOperationException>(() => Remaining);
        Within(Long, () => Assert.InRange(Remaining, TimeSpan.Zero, Long));
        Assert.Throws<InvalidOperationException>(() => Remaining);
        Assert.Equal(Dilated(TestKitSettings.SingleExpectDefault), RemainingOrDefault);
    }

    [Fact]
    public void An_inner_block_has_no_more_time_than_the_outer_one() =>
        Within(TimeSpan.FromSeconds(5), () => Within(Long, () => Assert.InRange(Remaining, TimeSpan.Zero, TimeSpan.FromSeconds(5))));

    [Fact]
    public void A_block_that_is_too_quick_fails()
    {
        var failure = Failing.MessageOf(() => Within(TimeSpan.FromSeconds(5), Long, () => { }, hint: "my hint"));

        Assert.Contains("at least", failure, StringComparison.Ordinal);
        Assert.Contains("my hint", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_is_too_slow_fails()
    {
        var begin = Now;

        var failure = Failing.MessageOf(() => Within(Short, () => SpinWait.SpinUntil(() => Now - begin > Short * 2)));

        Assert.Contains("exceeding", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_is_a_little_too_slow_is_forgiven_within_epsilon()
    {
        var begin = Now;

        Within(Short, () => SpinWait.SpinUntil(() => Now - begin > Short * 2), epsilonValue: Long);
    }

    [Fact]
    public void Silence_until_the_end_of_the_block_is_not_too_slow() => Within(Short, () => ExpectNoMsg());

    [Fact]
    public void The_result_of_the_block_is_returned() => Assert.Equal(7, Within(Long, () => 7));

    [Fact]
    public void After_a_failure_the_block_is_over()
    {
        Assert.Throws<InvalidOperationException>(() => Within(Long, new Action(() => throw new InvalidOperationException())));
        Assert.Throws<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public async Task The_asynchronous_forms_do_the_same()
    {
        TestActor.Tell("a");
        await WithinAsync(Long, async () => await ExpectMsgAsync("a"));
        Assert.Equal(7, await WithinAsync(Long, () => Task.FromResult(7)));
        await Failing.MessageOfAsync(() => WithinAsync(Short, async () => await ExpectMsgAsync("b")));
        await Failing.MessageOfAsync(() => WithinAsync(TimeSpan.FromSeconds(5), Long, () => Task.CompletedTask));
        Assert.Throws<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public async Task A_block_that_hangs_fails_the_test()
    {
        var never = new TaskCompletionSource();

        var failure = await Failing.MessageOfAsync(() => WithinAsync(Short, () => never.Task));

        Assert.Contains("still runs", failure, StringComparison.Ordinal);
    }
}
