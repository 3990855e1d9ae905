using Akka.Pattern;
using Akka.TestKit.Xunit2;
using Akka.Util;

namespace ScaleMs.Engine.Tests.Pattern;

public sealed class RetrySupportTests : TestKit
{
    private int _calls;

    [Fact]
    public async Task What_succeeds_is_tried_once()
    {
        Assert.Equal(5, await RetrySupport.Retry(() => Attempt(failures: 0), 5, TimeSpan.FromSeconds(10), Sys.Scheduler));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task What_fails_is_tried_again_until_it_succeeds()
    {
        Assert.Equal(5, await RetrySupport.Retry(() => Attempt(failures: 3), 3));
        Assert.Equal(4, _calls);
    }

    [Fact]
    public async Task What_always_fails_fails_with_its_last_error()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RetrySupport.Retry(() => Attempt(failures: 100), 5, TimeSpan.FromMilliseconds(1), Sys.Scheduler));

        Assert.Equal("6", error.Message);
    }

    [Fact]
    public async Task The_delay_may_depend_on_the_attempt()
    {
        var asked = new List<int>();

        await RetrySupport.Retry(
            () => Attempt(failures: 3),
            5,
            attempt =>
            {
                asked.Add(attempt);
                return attempt == 2 ? Option<TimeSpan>.None : TimeSpan.FromMilliseconds(1);
            },
            Sys.Scheduler);

        Assert.Equal([1, 2, 3], asked);
    }

    [Fact]
    public async Task A_back_off_that_makes_no_sense_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            RetrySupport.Retry(() => Attempt(failures: 0), 1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), 0, Sys.Scheduler));

    private Task<int> Attempt(int failures) => ++_calls > failures
        ? Task.FromResult(5)
        : Task.FromException<int>(new InvalidOperationException($"{_calls}"));
}
