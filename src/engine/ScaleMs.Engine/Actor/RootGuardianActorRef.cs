using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>The ref of a system's root, which also finds names that are not its actor children.</summary>
public class RootGuardianActorRef : LocalActorRef
{
    private readonly IInternalActorRef _deadLetters;
    private readonly IReadOnlyDictionary<string, IInternalActorRef> _extraNames;
    private IInternalActorRef? _tempContainer;

    /// <summary>Makes the root.</summary>
    public RootGuardianActorRef(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        MailboxType mailboxType,
        IInternalActorRef supervisor,
        ActorPath path,
        IInternalActorRef deadLetters,
        IReadOnlyDictionary<string, IInternalActorRef> extraNames)
        : base(system, props, dispatcher, mailboxType, supervisor, path)
    {
        _deadLetters = deadLetters;
        _extraNames = extraNames;
    }

    /// <inheritdoc/>
    public override IInternalActorRef Parent => this;

    /// <summary>Puts the container of temporary refs below the root.</summary>
    public void SetTempContainer(IInternalActorRef tempContainer) => _tempContainer = tempContainer;

    /// <inheritdoc/>
    public override IInternalActorRef GetSingleChild(string name) => name switch
    {
        "temp" => _tempContainer ?? ActorRefs.Nobody,
        "deadLetters" => _deadLetters,
        _ => _extraNames.TryGetValue(name, out var extra) ? extra : base.GetSingleChild(name),
    };
}
