namespace Akka.Actor;

public abstract partial class ActorBase
{
    /// <summary>Calls the hook before the first message.</summary>
    public virtual void AroundPreStart() => PreStart();

    /// <summary>Calls the hook on the instance that is about to be replaced.</summary>
    public virtual void AroundPreRestart(Exception cause, object message) => PreRestart(cause, message);

    /// <summary>Calls the hook on the fresh instance.</summary>
    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    /// <summary>Calls the hook after the last message.</summary>
    public virtual void AroundPostStop() => PostStop();

    /// <summary>Called before the first message.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>Called on the instance that is about to be replaced. By default it stops all children and calls <see cref="PostStop"/>.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in _cell.GetChildren())
        {
            _cell.Unwatch(child);
            _cell.Stop(child);
        }

        PostStop();
    }

    /// <summary>Called on the fresh instance. By default it calls <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>Called after the last message.</summary>
    protected virtual void PostStop()
    {
    }
}
