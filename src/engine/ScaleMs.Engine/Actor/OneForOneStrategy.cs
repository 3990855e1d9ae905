using Akka.Actor.Internal;
using Akka.Util;

namespace Akka.Actor;

/// <summary>A failure concerns the failed child only.</summary>
public class OneForOneStrategy : SupervisorStrategy, IEquatable<OneForOneStrategy>
{
    private readonly IDecider _decider;

    /// <summary>With limits: restarts within a time; null means none.</summary>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), localOnlyDecider)
    {
    }

    /// <summary>With limits: restarts within a time; null means none.</summary>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), decider)
    {
    }

    /// <summary>With limits: restarts within a time; -1 means none.</summary>
    public OneForOneStrategy(
        int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, new LocalOnlyDecider(localOnlyDecider), loggingEnabled)
    {
    }

    /// <summary>With limits: restarts within a time; -1 means none.</summary>
    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        _decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    /// <summary>Without limits.</summary>
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    /// <summary>Without limits.</summary>
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(-1, -1, localOnlyDecider, loggingEnabled)
    {
    }

    /// <summary>Without limits.</summary>
    public OneForOneStrategy(IDecider decider)
        : this(-1, -1, decider)
    {
    }

    /// <summary>By the default decider, without limits.</summary>
    protected OneForOneStrategy()
        : this(DefaultDecider)
    {
    }

    /// <summary>How many restarts within the time, or -1.</summary>
    public int MaxNumberOfRetries { get; }

    /// <summary>Within how long, or -1.</summary>
    public int WithinTimeRangeMilliseconds { get; }

    /// <inheritdoc/>
    public override IDecider Decider => _decider;

    /// <summary>This one with another limit.</summary>
    public OneForOneStrategy WithMaxNrOfRetries(int maxNrOfRetries) =>
        new(maxNrOfRetries, WithinTimeRangeMilliseconds, _decider, LoggingEnabled);

    /// <inheritdoc/>
    public override void ProcessFailure(
        IActorContext context,
        bool restart,
        IActorRef child,
        Exception cause,
        ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children)
    {
        if (restart && stats.RequestRestartPermission(MaxNumberOfRetries, WithinTimeRangeMilliseconds))
        {
            RestartChild(child, cause, suspendFirst: false);
        }
        else
        {
            context.Stop(child);
        }
    }

    /// <inheritdoc/>
    public override void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children)
    {
    }

    /// <inheritdoc/>
    public bool Equals(OneForOneStrategy? other) => other is not null && MaxNumberOfRetries == other.MaxNumberOfRetries
        && WithinTimeRangeMilliseconds == other.WithinTimeRangeMilliseconds && Equals(_decider, other._decider);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OneForOneStrategy other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxNumberOfRetries, WithinTimeRangeMilliseconds, _decider);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new OneForOneStrategySurrogate
    {
        Decider = _decider,
        LoggingEnabled = LoggingEnabled,
        MaxNumberOfRetries = MaxNumberOfRetries,
        WithinTimeRangeMilliseconds = WithinTimeRangeMilliseconds,
    };

    /// <inheritdoc/>
    protected override Directive Handle(IActorRef child, Exception exception) => _decider.Decide(exception);

    internal static int Milliseconds(TimeSpan? time) =>
        time is null || time == Timeout.InfiniteTimeSpan ? -1 : (int)time.Value.TotalMilliseconds;

    /// <summary>The form of the strategy that a serializer writes.</summary>
    public class OneForOneStrategySurrogate : ISurrogate
    {
        /// <summary>How many restarts.</summary>
        public int MaxNumberOfRetries { get; set; }

        /// <summary>Within how long.</summary>
        public int WithinTimeRangeMilliseconds { get; set; }

        /// <summary>The decider.</summary>
        public IDecider Decider { get; set; } = DefaultDecider;

        /// <summary>Whether failures are logged.</summary>
        public bool LoggingEnabled { get; set; }

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) =>
            new OneForOneStrategy(MaxNumberOfRetries, WithinTimeRangeMilliseconds, Decider, LoggingEnabled);
    }
}
