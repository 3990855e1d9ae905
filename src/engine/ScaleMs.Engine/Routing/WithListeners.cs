using Akka.Actor;

namespace Akka.Routing;

/// <summary>Calls a function with each listener.</summary>
public sealed class WithListeners : ListenerMessage
{
    public WithListeners(Action<IActorRef> listenerFunction) => ListenerFunction = listenerFunction;

    public Action<IActorRef> ListenerFunction { get; }
}
