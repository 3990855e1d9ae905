using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>A ref to an actor of this process.</summary>
public class LocalActorRef : ActorRefWithCell
{
    private readonly ActorCell _cell;

    /// <summary>Makes the ref and its cell; the actor is created once the ref is started, on its dispatcher.</summary>
    public LocalActorRef(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        MailboxType mailboxType,
        IInternalActorRef supervisor,
        ActorPath path)
    {
        Path = path;

        // A derived ref makes its own kind of cell (TestActorRef). It only stores what it is given.
#pragma warning disable CA2214
        _cell = NewActorCell(system, this, props, dispatcher, supervisor);
#pragma warning restore CA2214
        _cell.Init(sendSupervise: true, mailboxType);
    }

    /// <inheritdoc/>
    public override ActorPath Path { get; }

    /// <summary>The cell behind the ref.</summary>
    public ActorCell Cell => _cell;

    /// <inheritdoc/>
    public override ICell Underlying => _cell;

    /// <inheritdoc/>
    public override IActorRefProvider Provider => _cell.SystemImpl.Provider;

    /// <inheritdoc/>
    public override IInternalActorRef Parent => _cell.Parent;

    /// <inheritdoc/>
    public override IEnumerable<IActorRef> Children => _cell.GetChildren();

    /// <inheritdoc/>
    public override bool IsLocal => true;

    /// <inheritdoc/>
    public override bool IsTerminated => _cell.IsTerminated;

    /// <summary>The system.</summary>
    protected ActorSystem System => _cell.System;

    /// <summary>How the actor is made.</summary>
    protected Props Props => _cell.Props;

    /// <summary>What runs the actor.</summary>
    protected MessageDispatcher Dispatcher => _cell.Dispatcher;

    /// <summary>Who supervises the actor.</summary>
    protected IInternalActorRef Supervisor => _cell.Parent;

    /// <inheritdoc/>
    public override void Resume(Exception? causedByFailure = null) => _cell.Resume(causedByFailure);

    /// <inheritdoc/>
    public override void Start() => _cell.Start();

    /// <inheritdoc/>
    public override void Stop() => _cell.Stop();

    /// <inheritdoc/>
    public override void Restart(Exception cause) => _cell.Restart(cause);

    /// <inheritdoc/>
    public override void Suspend() => _cell.Suspend();

    /// <inheritdoc/>
    public override void SendSystemMessage(ISystemMessage message) => _cell.SendSystemMessage(message);

    /// <inheritdoc/>
    public override IInternalActorRef GetSingleChild(string name) => _cell.GetSingleChild(name);

    /// <inheritdoc/>
    public override IActorRef GetChild(IReadOnlyList<string> name) => Descend(name);

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender) => _cell.SendMessage(sender, message);

    /// <summary>Makes the cell.</summary>
    protected virtual ActorCell NewActorCell(
        ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef supervisor) =>
        new(system, self, props, dispatcher, supervisor);
}
