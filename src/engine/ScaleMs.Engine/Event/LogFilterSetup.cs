using Akka.Actor.Setup;

namespace Akka.Event;

/// <summary>Log filters for an actor system's set-up.</summary>
public sealed class LogFilterSetup : Setup
{
    public LogFilterSetup(LogFilterBase[] filters) => Filters = filters;

    public LogFilterBase[] Filters { get; }

    public LogFilterEvaluator CreateEvaluator() => new(Filters);
}
