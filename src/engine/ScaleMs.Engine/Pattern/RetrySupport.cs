using Akka.Actor;
using Akka.Util;

namespace Akka.Pattern;

/// <summary>Attempts again what failed: <c>attempts</c> times after the first, with or without delay.</summary>
public static class RetrySupport
{
    public static Task<T> Retry<T>(Func<Task<T>> attempt, int attempts) => Retry(attempt, attempts, static _ => Option<TimeSpan>.None, null!);

    public static Task<T> Retry<T>(Func<Task<T>> attempt, int attempts, TimeSpan delay, IScheduler scheduler) =>
        Retry(attempt, attempts, _ => delay, scheduler);

    /// <summary>With a delay that doubles from <paramref name="minBackoff"/> to <paramref name="maxBackoff"/>, plus a random part of it.</summary>
    public static Task<T> Retry<T>(
        Func<Task<T>> attempt, int attempts, TimeSpan minBackoff, TimeSpan maxBackoff, int randomFactor, IScheduler scheduler)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(minBackoff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBackoff, minBackoff);
        if (randomFactor is < 0 or > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(randomFactor), "The random factor must be between 0 and 1.");
        }

        return Retry(attempt, attempts, attempted => BackoffDelay.Of(attempted, minBackoff, maxBackoff, randomFactor), scheduler);
    }

    /// <summary>With a delay that depends on the number of attempts so far; none where the function says so.</summary>
    public static async Task<T> Retry<T>(Func<Task<T>> attempt, int attempts, Func<int, Option<TimeSpan>> delayFunction, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentOutOfRangeException.ThrowIfNegative(attempts);
        for (var attempted = 0; attempted < attempts; attempted++)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (Exception)
            {
                var delay = delayFunction(attempted + 1);
                if (delay.HasValue && delay.Value > TimeSpan.Zero)
                {
                    await FutureTimeoutSupport.After(delay.Value, scheduler, static () => Task.FromResult(Done.Instance)).ConfigureAwait(false);
                }
            }
        }

        return await attempt().ConfigureAwait(false);
    }
}
