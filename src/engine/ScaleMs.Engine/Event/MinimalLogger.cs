using Akka.Actor;

namespace Akka.Event;

/// <summary>A logger without an actor, so that there is one before the first actor starts and after the last has stopped.</summary>
public abstract class MinimalLogger : MinimalActorRef
{
    private static readonly ActorPath LoggerPath = new RootActorPath(Address.AllSystems, "/StandardOutLogger");

    protected MinimalLogger() { }

    public sealed override ActorPath Path => LoggerPath;

    public sealed override IActorRefProvider Provider => throw new NotSupportedException("A logger without an actor has no provider.");

    public LogFilterEvaluator Filter { get; internal set; } = LogFilterEvaluator.NoFilters;

    protected abstract void Log(object message);

    protected sealed override void TellInternal(object message, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        Log(message);
    }
}
