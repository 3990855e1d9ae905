using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>A ref without an actor: every operation does nothing until a derived class says otherwise.</summary>
public abstract class MinimalActorRef : InternalActorRefBase
{
    /// <summary>For derived classes.</summary>
    protected MinimalActorRef()
    {
    }

    /// <inheritdoc/>
    public override IInternalActorRef Parent => ParentOrNobody;

    /// <inheritdoc/>
    public override bool IsLocal => true;

    /// <inheritdoc/>
    public override bool IsTerminated => HasEnded;

    // For refs of the engine whose class has no such override in the reference.
    internal virtual IInternalActorRef ParentOrNobody => ActorRefs.Nobody;

    internal virtual bool HasEnded => false;

    /// <inheritdoc/>
    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        foreach (var element in name)
        {
            if (!string.IsNullOrEmpty(element))
            {
                return ActorRefs.Nobody;
            }
        }

        return this;
    }

    /// <inheritdoc/>
    public override void Resume(Exception? causedByFailure = null)
    {
    }

    /// <inheritdoc/>
    public override void Start()
    {
    }

    /// <inheritdoc/>
    public override void Stop()
    {
    }

    /// <inheritdoc/>
    public override void Restart(Exception cause)
    {
    }

    /// <inheritdoc/>
    public override void Suspend()
    {
    }

    /// <inheritdoc/>
    public override void SendSystemMessage(ISystemMessage message) => OnSystemMessage(message);

    internal virtual void OnSystemMessage(ISystemMessage message)
    {
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
    }
}
