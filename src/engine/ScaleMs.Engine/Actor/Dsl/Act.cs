namespace Akka.Actor.Dsl;

/// <summary>An actor written as a delegate.</summary>
public sealed class Act : ReceiveActor, IActorDsl
{
    /// <summary>Declares itself by a delegate.</summary>
    public Act(Action<IActorDsl> config) => config(this);

    /// <summary>Declares itself by a delegate that gets the context too.</summary>
    public Act(Action<IActorDsl, IActorContext> config) => config(this, Context);

    /// <inheritdoc/>
    public Action<Exception, IActorContext>? OnPostRestart { get; set; }

    /// <inheritdoc/>
    public Action<Exception, object, IActorContext>? OnPreRestart { get; set; }

    /// <inheritdoc/>
    public Action<IActorContext>? OnPostStop { get; set; }

    /// <inheritdoc/>
    public Action<IActorContext>? OnPreStart { get; set; }

    /// <inheritdoc/>
    public SupervisorStrategy? Strategy { get; set; }

    /// <inheritdoc/>
    public void Receive<T>(Action<T, IActorContext> handler)
    {
        var context = Context;
        Receive<T>(message => handler(message, context));
    }

    /// <inheritdoc/>
    public void Receive<T>(Action<T, IActorContext> handler, Predicate<T> shouldHandle)
    {
        var context = Context;
        Receive<T>(message => handler(message, context), shouldHandle);
    }

    /// <inheritdoc/>
    public void Receive<T>(Predicate<T> shouldHandle, Action<T, IActorContext> handler) => Receive(handler, shouldHandle);

    /// <inheritdoc/>
    public void ReceiveAny(Action<object, IActorContext> handler)
    {
        var context = Context;
        ReceiveAny(message => handler(message, context));
    }

    /// <inheritdoc/>
    public void ReceiveAsync<T>(Func<T, IActorContext, Task> handler, Predicate<T>? shouldHandle = null)
    {
        var context = Context;
        ReceiveAsync<T>(message => handler(message, context), shouldHandle);
    }

    /// <inheritdoc/>
    public void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, IActorContext, Task> handler) => ReceiveAsync(handler, shouldHandle);

    /// <inheritdoc/>
    public void ReceiveAnyAsync(Func<object, IActorContext, Task> handler)
    {
        var context = Context;
        ReceiveAnyAsync(message => handler(message, context));
    }

    /// <inheritdoc/>
    public void DefaultPreRestart(Exception reason, object message) => base.PreRestart(reason, message);

    /// <inheritdoc/>
    public void DefaultPostRestart(Exception reason) => base.PostRestart(reason);

    /// <inheritdoc/>
    public void DefaultPreStart() => base.PreStart();

    /// <inheritdoc/>
    public void DefaultPostStop() => base.PostStop();

    /// <inheritdoc/>
    public void Become(Action<object, IActorContext> handler)
    {
        var context = Context;
        Become(message => handler(message, context));
    }

    /// <inheritdoc/>
    public void BecomeStacked(Action<object, IActorContext> handler)
    {
        var context = Context;
        BecomeStacked(message => handler(message, context));
    }

    void IActorDsl.UnbecomeStacked() => UnbecomeStacked();

    /// <inheritdoc/>
    public IActorRef ActorOf(Action<IActorDsl> config, string? name = null) => Context.ActorOf(config, name);

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        if (OnPreRestart is { } hook)
        {
            hook(reason, message, Context);
        }
        else
        {
            base.PreRestart(reason, message);
        }
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason)
    {
        if (OnPostRestart is { } hook)
        {
            hook(reason, Context);
        }
        else
        {
            base.PostRestart(reason);
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() => OnPostStop?.Invoke(Context);

    /// <inheritdoc/>
    protected override void PreStart() => OnPreStart?.Invoke(Context);

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => Strategy ?? base.SupervisorStrategy();
}
