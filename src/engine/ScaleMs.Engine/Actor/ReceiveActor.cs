using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>An actor whose handlers are declared by type, in its constructor or in what it hands to <see cref="Become(Action)"/>.</summary>
public abstract partial class ReceiveActor : UntypedActor, IInitializableActor
{
    private HandlerList? _configured;
    private HandlerList? _initial = new();

    /// <summary>Called by the engine only. A derived constructor declares the handlers.</summary>
    protected ReceiveActor() => _configured = _initial;

    void IInitializableActor.Init()
    {
        _configured = null;
    }

    /// <inheritdoc/>
    protected sealed override void OnReceive(object message)
    {
        if (!_initial!.Handle(message))
        {
            Unhandled(message);
        }
    }

    /// <summary>Replaces the handlers by those that a delegate declares.</summary>
    protected void Become(Action configure) => base.Become(Behavior(configure));

    /// <summary>Puts the handlers that a delegate declares over the present ones.</summary>
    protected void BecomeStacked(Action configure) => base.BecomeStacked(Behavior(configure));

    private Receive Behavior(Action configure)
    {
        var outer = _configured;
        var handlers = new HandlerList();
        _configured = handlers;
        try
        {
            configure();
        }
        finally
        {
            _configured = outer;
        }

        return handlers.Handle;
    }

    private HandlerList Configured => _configured ?? throw new InvalidOperationException(
        "You may only call Receive-methods when constructing the actor and inside Become().");
}
