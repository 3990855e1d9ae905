using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;
using Akka.TestKit.Internal.StringMatcher;

namespace Akka.TestKit;

/// <summary>
/// Makes event filters. <c>message</c> is the exact text, <c>start</c> its beginning, <c>contains</c> a part of it
/// (at most one of the three), <c>source</c> the log source or the path of the logging actor.
/// </summary>
public partial class EventFilterFactory
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<EventFilterBase> _filters;

    public EventFilterFactory(TestKitBase testkit)
        : this(testkit, testkit.Sys)
    {
    }

    public EventFilterFactory(TestKitBase testkit, ActorSystem system)
        : this(testkit, system, [])
    {
    }

    public EventFilterFactory(TestKitBase testkit, ActorSystem actorSystem, IReadOnlyList<EventFilterBase> filters)
    {
        _testkit = testkit;
        _system = actorSystem;
        _filters = filters;
    }

    public IEventFilterApplier Error(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Filter(new ErrorFilter(CreateMessageMatcher(message, start, contains), SourceMatcher(source)));

    public IEventFilterApplier Error(Regex pattern, string? source = null) =>
        Filter(new ErrorFilter(new RegexMatcher(pattern), SourceMatcher(source)));

    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Filter(new WarningFilter(CreateMessageMatcher(message, start, contains), SourceMatcher(source)));

    public IEventFilterApplier Warning(Regex pattern, string? source = null) =>
        Filter(new WarningFilter(new RegexMatcher(pattern), SourceMatcher(source)));

    public IEventFilterApplier Info(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Filter(new InfoFilter(CreateMessageMatcher(message, start, contains), SourceMatcher(source)));

    public IEventFilterApplier Info(Regex pattern, string? source = null) =>
        Filter(new InfoFilter(new RegexMatcher(pattern), SourceMatcher(source)));

    public IEventFilterApplier Debug(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Filter(new DebugFilter(CreateMessageMatcher(message, start, contains), SourceMatcher(source)));

    public IEventFilterApplier Debug(Regex pattern, string? source = null) =>
        Filter(new DebugFilter(new RegexMatcher(pattern), SourceMatcher(source)));

    public IEventFilterApplier ForLogLevel(
        LogLevel logLevel,
        string? message = null,
        string? start = null,
        string? contains = null,
        string? source = null) =>
        ForLogLevel(logLevel, CreateMessageMatcher(message, start, contains), source);

    public IEventFilterApplier ForLogLevel(LogLevel logLevel, Regex pattern, string? source = null) =>
        ForLogLevel(logLevel, new RegexMatcher(pattern), source);

    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Filter(new CustomEventFilter(predicate));

    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent =>
        Custom(logEvent => logEvent is TLogEvent typed && predicate(typed));

    protected IEventFilterApplier CreateApplier(EventFilterBase filter, ActorSystem system) =>
        new InternalEventFilterApplier(_testkit, system, [.. _filters, filter]);

    protected static IStringMatcher CreateMessageMatcher(string? message, string? start, string? contains)
    {
        if ((message is null ? 0 : 1) + (start is null ? 0 : 1) + (contains is null ? 0 : 1) > 1)
        {
            throw new ArgumentException("Give at most one of message, start and contains.");
        }

        return (message, start, contains) switch
        {
            ({ } whole, _, _) => new EqualsString(whole),
            (_, { } beginning, _) => new StartsWithString(beginning),
            (_, _, { } part) => new ContainsString(part),
            _ => MatchesAll.Instance,
        };
    }

    private static IStringMatcher SourceMatcher(string? source) =>
        source is null ? MatchesAll.Instance : new EqualsStringAndPathMatcher(source);

    private IEventFilterApplier ForLogLevel(LogLevel logLevel, IStringMatcher message, string? source) =>
        Filter(logLevel switch
        {
            LogLevel.DebugLevel => new DebugFilter(message, SourceMatcher(source)),
            LogLevel.InfoLevel => new InfoFilter(message, SourceMatcher(source)),
            LogLevel.WarningLevel => new WarningFilter(message, SourceMatcher(source)),
            LogLevel.ErrorLevel => new ErrorFilter(message, SourceMatcher(source)),
            _ => throw new ArgumentOutOfRangeException(nameof(logLevel), logLevel, "There is no such log level."),
        });

    private IEventFilterApplier Filter(EventFilterBase filter) => CreateApplier(filter, _system);
}
