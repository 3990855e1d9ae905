using Akka.Pattern;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace ScaleMs.Engine.Tests.Pattern;

public sealed class CircuitBreakerTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Reset = TimeSpan.FromSeconds(10);

    public CircuitBreakerTests() : base(TestConfigs.TestSchedulerConfig) { }

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public async Task Closed_it_lets_calls_pass_and_counts_failures_in_a_row()
    {
        var breaker = Make(maxFailures: 3);

        Assert.Equal(7, await breaker.WithCircuitBreaker(() => Task.FromResult(7)));
        await Fails(breaker);
        await Fails(breaker);
        Assert.Equal(2, breaker.CurrentFailureCount);
        Assert.Equal(8, breaker.WithSyncCircuitBreaker(() => 8));
        Assert.Equal(0, breaker.CurrentFailureCount);
        Assert.True(breaker.IsClosed);
    }

    [Fact]
    public async Task Too_many_failures_open_it_and_calls_fail_at_once()
    {
        var opened = new TaskCompletionSource();
        var breaker = Make(maxFailures: 2).OnOpen(opened.SetResult);

        await Fails(breaker);
        await Fails(breaker);

        await opened.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(breaker.IsOpen);
        var refusal = await Assert.ThrowsAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.FromResult(1)));
        Assert.Equal(Reset, refusal.RemainingDuration);
        Assert.Equal("no", refusal.InnerException!.Message);
        Assert.Throws<OpenCircuitException>(() => breaker.WithSyncCircuitBreaker(() => { }));
    }

    [Fact]
    public async Task After_the_reset_time_one_call_may_try_and_close_it()
    {
        var closed = new TaskCompletionSource();
        var breaker = Make(maxFailures: 1).OnClose(closed.SetResult);
        await Fails(breaker);
        Time.Advance(Reset);
        Assert.True(breaker.IsHalfOpen);

        var answer = new TaskCompletionSource<int>();
        var trial = breaker.WithCircuitBreaker(() => answer.Task);
        await Assert.ThrowsAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.FromResult(1)));
        answer.SetResult(3);

        Assert.Equal(3, await trial);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(breaker.IsClosed);
        Assert.Null(breaker.LastCaughtException);
    }

    [Fact]
    public async Task A_trial_that_fails_opens_it_for_longer_with_exponential_back_off()
    {
        var breaker = Make(maxFailures: 1).WithExponentialBackoff(TimeSpan.FromSeconds(25));
        await Fails(breaker);
        foreach (var seconds in new[] { 10, 20, 25, 25 })
        {
            Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.True(breaker.IsOpen);
            Time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(breaker.IsHalfOpen);
            await Fails(breaker);
        }
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_a_failure()
    {
        var breaker = new CircuitBreaker(Sys.Scheduler, 1, TimeSpan.FromMilliseconds(20), Reset);
        var never = new TaskCompletionSource<int>();

        await Assert.ThrowsAsync<TimeoutException>(() => breaker.WithCircuitBreaker(() => never.Task));

        Assert.True(breaker.IsOpen);
    }

    [Fact]
    public void Success_and_failure_can_be_reported_from_outside()
    {
        var breaker = Make(maxFailures: 2);

        breaker.Fail();
        Assert.Equal(1, breaker.CurrentFailureCount);
        breaker.Succeed();
        Assert.Equal(0, breaker.CurrentFailureCount);
        breaker.Fail();
        breaker.Fail();
        Assert.True(breaker.IsOpen);
        Assert.IsType<UserCalledFailException>(breaker.LastCaughtException);
        Time.Advance(Reset);
        breaker.Succeed();
        Assert.True(breaker.IsClosed);
    }

    private static async Task Fails(CircuitBreaker breaker) =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => breaker.WithCircuitBreaker(() => Task.FromException(new InvalidOperationException("no"))));

    private CircuitBreaker Make(int maxFailures) => CircuitBreaker.Create(Sys.Scheduler, maxFailures, TimeSpan.FromMinutes(1), Reset);
}
