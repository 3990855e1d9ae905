using Akka.Event;
using Akka.TestKit.Internal.StringMatcher;

namespace Akka.TestKit.Internal;

public delegate void EventMatched(EventFilterBase eventFilter, LogEvent logEvent);

public abstract class EventFilterBase : IEventFilter
{
    private readonly IStringMatcher _messageMatcher;
    private readonly IStringMatcher _sourceMatcher;

    protected EventFilterBase(IStringMatcher? messageMatcher, IStringMatcher? sourceMatcher)
    {
        _messageMatcher = messageMatcher ?? MatchesAll.Instance;
        _sourceMatcher = sourceMatcher ?? MatchesAll.Instance;
    }

    public event EventMatched? EventMatched;

    protected abstract string FilterDescriptiveName { get; }

    public bool Apply(LogEvent logEvent)
    {
        if (!IsMatch(logEvent))
        {
            return false;
        }

        OnEventMatched(logEvent);
        return true;
    }

    public override string ToString()
    {
        var message = _messageMatcher.ToString();
        var source = _sourceMatcher.ToString();
        var conditions = new List<string>();
        if (!string.IsNullOrEmpty(message))
        {
            conditions.Add($"message {message}");
        }

        if (!string.IsNullOrEmpty(source))
        {
            conditions.Add($"source {source}");
        }

        return conditions.Count == 0 ? FilterDescriptiveName : $"{FilterDescriptiveName} when {string.Join(" and ", conditions)}";
    }

    protected abstract bool IsMatch(LogEvent evt);

    protected virtual void OnEventMatched(LogEvent logEvent) => EventMatched?.Invoke(this, logEvent);

    protected bool InternalDoMatch(string? src, object? msg) =>
        _sourceMatcher.IsMatch(src ?? "") && _messageMatcher.IsMatch(msg?.ToString() ?? "null");
}
