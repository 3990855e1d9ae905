using Akka.Actor;

namespace Akka.Event;

public abstract class LogFilterBase : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    protected LogFilterBase() { }

    public abstract LogFilterType FilterType { get; }

    public abstract LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null);
}
