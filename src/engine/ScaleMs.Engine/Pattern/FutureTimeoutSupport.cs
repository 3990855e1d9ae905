using Akka.Actor;

namespace Akka.Pattern;

public static class FutureTimeoutSupport
{
    /// <summary>The outcome of a task that is started after a time.</summary>
    public static Task<T> After<T>(TimeSpan duration, IScheduler scheduler, Func<Task<T>> value)
    {
        if (duration <= TimeSpan.Zero)
        {
            return Start(value);
        }

        var outcome = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        scheduler.Advanced.ScheduleOnce(duration, () => outcome.TrySetResult(Start(value)));
        return outcome.Task.Unwrap();
    }

    private static async Task<T> Start<T>(Func<Task<T>> value) => await value().ConfigureAwait(false);
}
