using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>
/// A ref whose cell is made in a second step, so that a derived ref (a router's) can choose the cell after it was constructed.
/// </summary>
public class RepointableActorRef : ActorRefWithCell, IRepointableRef
{
    /// <summary>The system.</summary>
    protected readonly ActorSystemImpl System;

    /// <summary>How the actor is made.</summary>
    protected readonly Props Props;

    /// <summary>What runs the actor.</summary>
    protected readonly MessageDispatcher Dispatcher;

    /// <summary>Who supervises the actor.</summary>
    protected readonly IInternalActorRef Supervisor;

    /// <summary>Where the actor is.</summary>
    protected readonly ActorPath _path;

    private ActorCell? _cell;

    /// <summary>Keeps what the cell will be made of.</summary>
    public RepointableActorRef(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        MailboxType mailboxType,
        IInternalActorRef supervisor,
        ActorPath path)
    {
        System = system;
        Props = props;
        Dispatcher = dispatcher;
        MailboxType = mailboxType;
        Supervisor = supervisor;
        _path = path;
    }

    /// <inheritdoc/>
    public override ActorPath Path => _path;

    /// <inheritdoc/>
    public override ICell Underlying => Cell;

    /// <summary>The cell that finds the children.</summary>
    public ICell Lookup => Cell;

    /// <inheritdoc/>
    public override bool IsLocal => true;

    /// <inheritdoc/>
    public bool IsStarted => _cell is not null;

    /// <inheritdoc/>
    public override IActorRefProvider Provider => System.Provider;

    /// <inheritdoc/>
    public override IInternalActorRef Parent => Cell.Parent;

    /// <inheritdoc/>
    public override IEnumerable<IActorRef> Children => Cell.GetChildren();

    /// <inheritdoc/>
    public override bool IsTerminated => Cell.IsTerminated;

    internal MailboxType MailboxType { get; }

    private ActorCell Cell => _cell ?? throw new IllegalActorStateException($"[{_path}] was used before it was initialized");

    /// <summary>Makes the cell and tells the supervisor. The actor itself is created on its dispatcher.</summary>
    public RepointableActorRef Initialize(bool async)
    {
        if (_cell is not null)
        {
            throw new IllegalActorStateException($"[{_path}] is initialized already");
        }

        _cell = NewCell();
        _cell.Init(sendSupervise: true, MailboxType);
        if (async)
        {
            Start();
        }

        return this;
    }

    /// <inheritdoc/>
    public override void Resume(Exception? causedByFailure = null) => Cell.Resume(causedByFailure);

    /// <inheritdoc/>
    public override void Start() => Cell.Start();

    /// <inheritdoc/>
    public override void Stop() => Cell.Stop();

    /// <inheritdoc/>
    public override void Restart(Exception cause) => Cell.Restart(cause);

    /// <inheritdoc/>
    public override void Suspend() => Cell.Suspend();

    /// <inheritdoc/>
    public override void SendSystemMessage(ISystemMessage message) => Cell.SendSystemMessage(message);

    /// <inheritdoc/>
    public override IInternalActorRef GetSingleChild(string name) => Cell.GetSingleChild(name);

    /// <inheritdoc/>
    public override IActorRef GetChild(IReadOnlyList<string> name) => Descend(name);

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender) => Cell.SendMessage(sender, message);

    /// <summary>Makes the cell.</summary>
    protected virtual ActorCell NewCell() => new(System, this, Props, Dispatcher, Supervisor);
}
