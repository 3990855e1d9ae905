namespace Akka.Actor;

/// <summary>An untyped actor with a stash.</summary>
public abstract class UntypedActorWithStash : UntypedActor, IWithStash
{
    /// <summary>Called by the engine only.</summary>
    protected UntypedActorWithStash()
    {
    }

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;
}

/// <summary>An untyped actor with a stash without limit.</summary>
public abstract class UntypedActorWithUnboundedStash : UntypedActor, IWithUnboundedStash
{
    /// <summary>Called by the engine only.</summary>
    protected UntypedActorWithUnboundedStash()
    {
    }

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;
}

/// <summary>An untyped actor with a stash, whatever its mailbox.</summary>
public abstract class UntypedActorWithUnrestrictedStash : UntypedActor, IWithUnrestrictedStash
{
    /// <summary>Called by the engine only.</summary>
    protected UntypedActorWithUnrestrictedStash()
    {
    }

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;
}
