using System.Runtime.CompilerServices;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>
/// Reading messages as long as a filter accepts them, at most <c>msgs</c>, within <c>max</c> in all and <c>idle</c>
/// between two. The message that ends it stays to be read.
/// </summary>
public abstract partial class TestKitBase
{
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max,
        Func<object, T?> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default)
        where T : class =>
        ReceiveWhile(filter, max, Timeout.InfiniteTimeSpan, msgs, cancellationToken);

    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max,
        TimeSpan? idle,
        Func<object, T?> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default)
        where T : class =>
        ReceiveWhile(filter, max, idle, msgs, cancellationToken);

    /// <param name="filter">What to keep of a message; null ends the reading.</param>
    /// <param name="max">How long in all; default is what remains.</param>
    /// <param name="idle">How long between two messages; default is no limit.</param>
    /// <param name="msgs">How many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T?> filter,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default)
        where T : class =>
        TakeWhile(Kept(filter), max, idle, msgs, cancellationToken);

    public IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true,
        CancellationToken cancellationToken = default)
        where T : class =>
        TakeWhile(Kept(shouldContinue, shouldIgnoreOtherMessageTypes), max, idle, msgs, cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max,
        Func<object, T?> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default)
        where T : class =>
        ReceiveWhileAsync(filter, max, Timeout.InfiniteTimeSpan, msgs, cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max,
        TimeSpan? idle,
        Func<object, T?> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default)
        where T : class =>
        ReceiveWhileAsync(filter, max, idle, msgs, cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Func<object, T?> filter,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default)
        where T : class =>
        TakeWhileAsync(Kept(filter), max, idle, msgs, cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true,
        CancellationToken cancellationToken = default)
        where T : class =>
        TakeWhileAsync(Kept(shouldContinue, shouldIgnoreOtherMessageTypes), max, idle, msgs, cancellationToken);

    // A message is kept (an element), passed over (none), or ends the reading (null).
    private static Func<object, T[]?> Kept<T>(Func<object, T?> filter)
        where T : class =>
        message => filter(message) is { } kept ? [kept] : null;

    private static Func<object, T[]?> Kept<T>(Predicate<T> shouldContinue, bool ignoreOthers)
        where T : class =>
        message => message is T typed
            ? shouldContinue(typed) ? [typed] : null
            : ignoreOthers ? [] : null;

    private List<T> TakeWhile<T>(
        Func<object, T[]?> filter,
        TimeSpan? max,
        TimeSpan? idle,
        int msgs,
        CancellationToken cancellationToken)
    {
        var deadline = Deadline.After(RemainingOrDilated(max));
        var read = new List<T>();
        while (read.Count < msgs
            && _received.Next(remove: false, Limit(deadline, idle), cancellationToken) is { Message: { } message }
            && filter(message) is { } kept)
        {
            Take(TimeSpan.Zero, cancellationToken);
            read.AddRange(kept);
        }

        _lastWasNoMessage = true;
        return read;
    }

    private async IAsyncEnumerable<T> TakeWhileAsync<T>(
        Func<object, T[]?> filter,
        TimeSpan? max,
        TimeSpan? idle,
        int msgs,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var deadline = Deadline.After(RemainingOrDilated(max));
        var count = 0;
        while (count < msgs
            && await _received.NextAsync(remove: false, Limit(deadline, idle), cancellationToken) is { Message: { } message }
            && filter(message) is { } kept)
        {
            Take(TimeSpan.Zero, cancellationToken);
            foreach (var item in kept)
            {
                count++;
                yield return item;
            }
        }

        _lastWasNoMessage = true;
    }

    private static TimeSpan Limit(Deadline deadline, TimeSpan? idle) =>
        idle is { } given && !given.IsInfinite() ? deadline.Left.Min(given) : deadline.Left;
}
