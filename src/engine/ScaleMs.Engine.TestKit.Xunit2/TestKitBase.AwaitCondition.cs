using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>Waiting until a condition is true.</summary>
public abstract partial class TestKitBase
{
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max: null, interval: null, message: null, cancellationToken);

    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, interval: null, message: null, cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        string? message,
        CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, interval: null, message, cancellationToken);

    /// <summary>Fails unless the condition becomes true within <paramref name="max"/> (default: what remains).</summary>
    public void AwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string? message = null,
        CancellationToken cancellationToken = default) =>
        InternalAwaitCondition(conditionIsFulfilled, RemainingOrDilated(max), interval, FailWith(message), Log, cancellationToken);

    /// <summary>Whether the condition became true within <paramref name="max"/>.</summary>
    public bool AwaitConditionNoThrow(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        InternalAwaitCondition(conditionIsFulfilled, max, interval, fail: null, Log, cancellationToken);

    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max: null, interval: null, message: null, cancellationToken);

    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max: null, interval: null, message: null, cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan? max,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, interval: null, message: null, cancellationToken);

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        string? message,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, interval: null, message, cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan? max,
        string? message,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, interval: null, message, cancellationToken);

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string? message = null,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(() => Task.FromResult(conditionIsFulfilled()), max, interval, message, cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string? message = null,
        CancellationToken cancellationToken = default) =>
        InternalAwaitConditionAsync(conditionIsFulfilled, RemainingOrDilated(max), interval, FailWith(message), Log, cancellationToken);

    public Task<bool> AwaitConditionNoThrowAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        AwaitConditionNoThrowAsync(() => Task.FromResult(conditionIsFulfilled()), max, interval, cancellationToken);

    public Task<bool> AwaitConditionNoThrowAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        InternalAwaitConditionAsync(conditionIsFulfilled, max, interval, fail: null, Log, cancellationToken);

    protected static bool InternalAwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval,
        Action<string, object[]>? fail,
        CancellationToken cancellationToken = default) =>
        InternalAwaitCondition(conditionIsFulfilled, max, interval, fail, logger: null, cancellationToken);

    protected static bool InternalAwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval,
        Action<string, object[]>? fail,
        ILoggingAdapter? logger,
        CancellationToken cancellationToken = default)
    {
        var poll = new Poll(max, interval);
        while (!conditionIsFulfilled())
        {
            if (!poll.Wait(cancellationToken))
            {
                Report(max, fail, logger);
                return false;
            }
        }

        return true;
    }

    protected static Task<bool> InternalAwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval,
        Action<string, object[]>? fail,
        CancellationToken cancellationToken = default) =>
        InternalAwaitConditionAsync(conditionIsFulfilled, max, interval, fail, logger: null, cancellationToken);

    protected static async Task<bool> InternalAwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval,
        Action<string, object[]>? fail,
        ILoggingAdapter? logger,
        CancellationToken cancellationToken = default)
    {
        var poll = new Poll(max, interval);
        while (!await conditionIsFulfilled())
        {
            if (poll.NextPause() is not { } pause)
            {
                Report(max, fail, logger);
                return false;
            }

            await Task.Delay(pause, cancellationToken);
        }

        return true;
    }

    private static void Report(TimeSpan max, Action<string, object[]>? fail, ILoggingAdapter? logger)
    {
        const string Format = "Timeout {0} expired while waiting for a condition.";
        logger?.Debug(Format, max);
        fail?.Invoke(Format, [max]);
    }

    private Action<string, object[]> FailWith(string? message) => (format, args) =>
        _assertions.Fail(format + (string.IsNullOrEmpty(message) ? "" : " {1}"), [.. args, message ?? ""]);
}
