using Akka.Pattern;
using Akka.TestKit;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests.Waiting;

public class TestBreakerTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Plenty = TimeSpan.FromSeconds(10);

    [Fact]
    public void Its_latches_follow_the_breaker_through_its_states()
    {
        var breaker = new TestBreaker(new CircuitBreaker(Sys.Scheduler, maxFailures: 1, Plenty, TimeSpan.FromMilliseconds(20)));

        Assert.Throws<FormatException>(() => breaker.Instance.WithSyncCircuitBreaker(new Action(() => throw new FormatException())));
        Assert.True(breaker.OpenLatch.Wait(Plenty));
        Assert.True(breaker.HalfOpenLatch.Wait(Plenty));
        breaker.Instance.WithSyncCircuitBreaker(() => { });

        Assert.True(breaker.ClosedLatch.Wait(Plenty));
    }
}
