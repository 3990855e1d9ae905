using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>Blocks with a time limit that the expectations inside share.</summary>
public abstract partial class TestKitBase
{
    private TimeSpan? _end;
    private bool _lastWasNoMessage;

    /// <summary>The time left in the innermost <c>Within</c> block.</summary>
    public TimeSpan Remaining => _end is { } end
        ? end - Now
        : throw new InvalidOperationException($"{nameof(Remaining)} has a value only inside a {nameof(Within)} block.");

    /// <summary>The time left in the innermost <c>Within</c> block, outside of one `akka.test.single-expect-default`.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } given)
        {
            return RemainingOrDefault;
        }

        return given.IsInfinite()
            ? throw new ArgumentException($"A duration must be finite and not negative, it is {given}.", nameof(duration))
            : Dilated(given);
    }

    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => timeout ?? RemainingOrDefault;

    /// <summary>Runs the block, which has to end within <paramref name="max"/>.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, hint: null, epsilonValue, cancellationToken);

    /// <summary>Runs the block, which has to take at least <paramref name="min"/> and at most <paramref name="max"/>.</summary>
    public void Within(
        TimeSpan min,
        TimeSpan max,
        Action action,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Within<object?>(
            min,
            max,
            () =>
            {
                action();
                return null;
            },
            hint,
            epsilonValue,
            cancellationToken);

    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, hint: null, epsilonValue, cancellationToken);

    public T Within<T>(
        TimeSpan min,
        TimeSpan max,
        Func<T> function,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var block = Enter(min, max, hint, epsilonValue);
        try
        {
            var result = function();
            Check(block);
            return result;
        }
        finally
        {
            _end = block.OuterEnd;
        }
    }

    /// <inheritdoc cref="Within(TimeSpan, Action, TimeSpan?, CancellationToken)"/>
    public Task WithinAsync(
        TimeSpan max,
        Func<Task> actionAsync,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, hint: null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, TimeSpan, Action, string?, TimeSpan?, CancellationToken)"/>
    public Task WithinAsync(
        TimeSpan min,
        TimeSpan max,
        Func<Task> actionAsync,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync<object?>(
            min,
            max,
            async () =>
            {
                await actionAsync();
                return null;
            },
            hint,
            epsilonValue,
            cancellationToken);

    public Task<T> WithinAsync<T>(
        TimeSpan max,
        Func<Task<T>> function,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, hint: null, epsilonValue, cancellationToken);

    public async Task<T> WithinAsync<T>(
        TimeSpan min,
        TimeSpan max,
        Func<Task<T>> function,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        var block = Enter(min, max, hint, epsilonValue);
        try
        {
            var running = function();
            // Expectations inside end by themselves when the time is up. What waits for something else is given up a
            // while later, so that a block that hangs fails the test.
            var patience = block.Limit + block.Epsilon + Dilated(TestKitSettings.SingleExpectDefault);
            try
            {
                await running.WaitAsync(patience, cancellationToken);
            }
            catch (TimeoutException) when (!running.IsCompleted)
            {
                Fail($"The block still runs {patience} after its start; it should have ended after {block.Limit}.{block.Hint}");
            }

            Check(block);
            return await running;
        }
        finally
        {
            _end = block.OuterEnd;
        }
    }

    protected TimeSpan RemainingOr(TimeSpan duration) => _end is { } end ? NotNegative(end - Now) : duration;

    private static TimeSpan NotNegative(TimeSpan duration) => duration < TimeSpan.Zero ? TimeSpan.Zero : duration;

    private TimedBlock Enter(TimeSpan min, TimeSpan max, string? hint, TimeSpan? epsilon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(min, TimeSpan.Zero);
        max = Dilated(EnsurePositive(max, nameof(max)));
        var start = Now;
        var left = _end is { } end ? end - start : TimeSpan.MaxValue;
        if (left < min)
        {
            Fail($"The required minimum time {min} is not possible, only {left} is left.{HintText(hint)}");
        }

        var block = new TimedBlock(start, min, max.Min(left), epsilon ?? TimeSpan.Zero, HintText(hint), _end);
        _lastWasNoMessage = false;
        _end = start + block.Limit;
        return block;
    }

    private void Check(TimedBlock block)
    {
        var elapsed = Now - block.Start;
        if (elapsed < block.Min)
        {
            Fail($"The block took {elapsed}, it should have taken at least {block.Min}.{block.Hint}");
        }

        // Waiting for silence uses the time up to its end.
        if (!_lastWasNoMessage && elapsed > block.Limit + block.Epsilon)
        {
            Fail($"The block took {elapsed}, exceeding {block.Limit}.{block.Hint}");
        }
    }

    private static string HintText(string? hint) => string.IsNullOrEmpty(hint) ? "" : $" {hint}";

    private sealed record TimedBlock(
        TimeSpan Start,
        TimeSpan Min,
        TimeSpan Limit,
        TimeSpan Epsilon,
        string Hint,
        TimeSpan? OuterEnd);
}
