using System.Runtime.CompilerServices;

namespace Akka.TestKit;

/// <summary>Expecting a number of messages in any order.</summary>
public abstract partial class TestKitBase
{
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => ExpectMsgAllOf((IReadOnlyCollection<T>)messages);

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AcceptAll(TakeN(messages.Count, RemainingOrDefault, cancellationToken), messages);

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) =>
        ExpectMsgAllOf(max, (IReadOnlyCollection<T>)messages);

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(
        TimeSpan max,
        IReadOnlyCollection<T> messages,
        CancellationToken cancellationToken = default) =>
        AcceptAll(TakeN(messages.Count, EnsurePositive(Dilated(max), nameof(max)), cancellationToken), messages);

    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        IReadOnlyCollection<T> messages,
        CancellationToken cancellationToken = default) =>
        AcceptAllAsync(messages, RemainingOrDefault, cancellationToken);

    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        TimeSpan max,
        IReadOnlyCollection<T> messages,
        CancellationToken cancellationToken = default) =>
        AcceptAllAsync(messages, EnsurePositive(Dilated(max), nameof(max)), cancellationToken);

    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(params PredicateInfo[] predicates) =>
        ExpectMsgAllOfMatchingPredicates(predicates, CancellationToken.None);

    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        IReadOnlyCollection<PredicateInfo> predicates,
        CancellationToken cancellationToken) =>
        AcceptAll(TakeN(predicates.Count, RemainingOrDefault, cancellationToken), predicates);

    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(TimeSpan max, params PredicateInfo[] predicates) =>
        ExpectMsgAllOfMatchingPredicates(max, predicates, CancellationToken.None);

    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        TimeSpan max,
        IReadOnlyCollection<PredicateInfo> predicates,
        CancellationToken cancellationToken) =>
        AcceptAll(TakeN(predicates.Count, EnsurePositive(Dilated(max), nameof(max)), cancellationToken), predicates);

    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        IReadOnlyCollection<PredicateInfo> predicates,
        CancellationToken cancellationToken = default) =>
        AcceptAllAsync(predicates, RemainingOrDefault, cancellationToken);

    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        TimeSpan max,
        IReadOnlyCollection<PredicateInfo> predicates,
        CancellationToken cancellationToken = default) =>
        AcceptAllAsync(predicates, EnsurePositive(Dilated(max), nameof(max)), cancellationToken);

    private async IAsyncEnumerable<T> AcceptAllAsync<T>(
        IReadOnlyCollection<T> messages,
        TimeSpan max,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var message in AcceptAll(await ListAsync(TakeNAsync(messages.Count, max, cancellationToken)), messages))
        {
            yield return message;
        }
    }

    private async IAsyncEnumerable<object> AcceptAllAsync(
        IReadOnlyCollection<PredicateInfo> predicates,
        TimeSpan max,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var message in AcceptAll(await ListAsync(TakeNAsync(predicates.Count, max, cancellationToken)), predicates))
        {
            yield return message;
        }
    }

    private static async Task<List<object>> ListAsync(IAsyncEnumerable<object> messages)
    {
        var list = new List<object>();
        await foreach (var message in messages)
        {
            list.Add(message);
        }

        return list;
    }

    private IReadOnlyCollection<T> AcceptAll<T>(List<object> received, IReadOnlyCollection<T> expected)
    {
        var missing = expected.Where(message => !received.Contains(message!)).ToArray();
        var unexpected = received.Where(message => message is not T typed || !expected.Contains(typed)).ToArray();
        Judge(received, missing, unexpected);
        return [.. received.OfType<T>()];
    }

    private List<object> AcceptAll(List<object> received, IReadOnlyCollection<PredicateInfo> predicates)
    {
        var missing = predicates.Where(predicate => !received.Exists(predicate.Accepts)).ToArray();
        var unexpected = received.Where(message => !predicates.Any(predicate => predicate.Accepts(message))).ToArray();
        Judge(received, missing, unexpected);
        return received;
    }

    private void Judge<T>(List<object> received, T[] missing, object[] unexpected)
    {
        if (missing.Length > 0 || unexpected.Length > 0)
        {
            Fail($"Not all of the expected messages were received: missing {Shown(missing)}, " +
                $"not expected {Shown(unexpected)}, received {Shown(received)}.");
        }
    }
}
