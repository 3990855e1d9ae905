using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.TestEvent;

namespace Akka.TestKit.Internal;

public partial class InternalEventFilterApplier(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilterBase> filters)
    : IEventFilterApplier
{
    private const int ShownEvents = 10;

    public EventFilterFactory And => new(testkit, system, filters);

    public IUnmutableFilter Mute()
    {
        system.EventStream.Publish(new Mute(filters));
        return new InternalUnmutableFilter(filters, system);
    }

    protected T Intercept<T>(
        Func<T> func,
        ActorSystem system,
        TimeSpan? timeout,
        int? expectedOccurrences,
        MatchedEventHandler? matchedEventHandler = null,
        CancellationToken cancellationToken = default)
    {
        var matched = matchedEventHandler ?? new MatchedEventHandler();
        var leeway = Leeway(timeout);
        using var muted = new Interception(filters, system, matched);
        var result = func();
        if (!AwaitDone(leeway, expectedOccurrences, matched, cancellationToken))
        {
            Fail(leeway, expectedOccurrences!.Value, matched);
        }

        return result;
    }

    protected async Task<T> InterceptAsync<T>(
        Func<Task<T>> func,
        ActorSystem system,
        TimeSpan? timeout,
        int? expectedOccurrences,
        MatchedEventHandler? matchedEventHandler = null,
        CancellationToken cancellationToken = default)
    {
        var matched = matchedEventHandler ?? new MatchedEventHandler();
        var leeway = Leeway(timeout);
        using var muted = new Interception(filters, system, matched);
        var result = await func();
        if (!await AwaitDoneAsync(leeway, expectedOccurrences, matched, cancellationToken))
        {
            Fail(leeway, expectedOccurrences!.Value, matched);
        }

        return result;
    }

    protected bool AwaitDone(
        TimeSpan timeout,
        int? expectedOccurrences,
        MatchedEventHandler matchedEventHandler,
        CancellationToken cancellationToken = default) =>
        expectedOccurrences switch
        {
            null => true,
            0 => !matchedEventHandler.Wait(1, timeout, cancellationToken),
            { } expected => matchedEventHandler.Wait(expected, timeout, cancellationToken) && matchedEventHandler.ReceivedCount == expected,
        };

    protected async Task<bool> AwaitDoneAsync(
        TimeSpan timeout,
        int? expectedOccurrences,
        MatchedEventHandler matchedEventHandler,
        CancellationToken cancellationToken = default) =>
        expectedOccurrences switch
        {
            null => true,
            0 => !await matchedEventHandler.WaitAsync(1, timeout, cancellationToken),
            { } expected => await matchedEventHandler.WaitAsync(expected, timeout, cancellationToken)
                && matchedEventHandler.ReceivedCount == expected,
        };

    protected static string GetMessageString(int number) =>
        number == 1 ? "1 message" : string.Create(CultureInfo.InvariantCulture, $"{number} messages");

    private TimeSpan Leeway(TimeSpan? timeout) =>
        timeout is { } given ? testkit.Dilated(given) : testkit.Dilated(TestKitExtension.For(system).TestEventFilterLeeway);

    private static string FirstLine(LogEvent logEvent)
    {
        var text = $"{logEvent} {logEvent.Cause?.GetType().Name}";
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }

    private void Fail(TimeSpan timeout, int expected, MatchedEventHandler matched)
    {
        var wanted = $"that match [{string.Join(" or ", filters)}]";
        var received = matched.ReceivedCount;
        var problem = received > expected
            ? $"Received {GetMessageString(received - expected)} too many {wanted}: expected {expected}, received {received}."
            : $"Timeout ({timeout}) while waiting for {GetMessageString(expected)} {wanted}: received {received}, {expected - received} missing.";
        var events = matched.Events.Take(ShownEvents).Select(FirstLine).ToArray();
        var shown = events.Length == 0 ? "" : $" Matched:{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", events)}";
        testkit.Fail(problem + shown);
    }

    /// <summary>The filters muted in the system, and their matches counted, until it is disposed of.</summary>
    private sealed class Interception : IDisposable
    {
        private readonly IReadOnlyList<EventFilterBase> _filters;
        private readonly ActorSystem _system;
        private readonly MatchedEventHandler _matched;

        public Interception(IReadOnlyList<EventFilterBase> filters, ActorSystem system, MatchedEventHandler matched)
        {
            _filters = filters;
            _system = system;
            _matched = matched;
            foreach (var filter in filters)
            {
                filter.EventMatched += matched.HandleEvent;
            }

            system.EventStream.Publish(new Mute(filters));
        }

        public void Dispose()
        {
            foreach (var filter in _filters)
            {
                filter.EventMatched -= _matched.HandleEvent;
            }

            _system.EventStream.Publish(new Unmute(_filters));
        }
    }

    protected class InternalUnmutableFilter(IReadOnlyCollection<EventFilterBase> filters, ActorSystem system) : IUnmutableFilter
    {
        private bool _unmuted;

        public void Unmute()
        {
            if (!_unmuted)
            {
                _unmuted = true;
                system.EventStream.Publish(new Unmute(filters));
            }
        }

        public void Dispose()
        {
            Dispose(disposing: true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (disposing)
            {
                Unmute();
            }
        }
    }
}
