using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>
/// The engine's half of an actor: its messages, behaviour, children, watches and failures. What few actors use is allocated when
/// it is first used, since a system may hold millions of cells.
/// </summary>
public partial class ActorCell : IUntypedActorContext, ICell
{
    /// <summary>No incarnation.</summary>
    public const int UndefinedUid = 0;

    private readonly ActorSystemImpl _system;
    private readonly IInternalActorRef _self;
    private readonly MessageDispatcher _dispatcher;
    private readonly IInternalActorRef _parent;
    private readonly Props _props;
    private Mailbox _mailbox = null!;
    private ActorBase? _actor;
    private bool _isTerminated;
    private bool _callAround;
    private Envelope _current;
    private Receive? _behavior;
    private Stack<Receive?>? _behaviorsBelow;

    /// <summary>Makes a cell; it takes messages once it has a mailbox.</summary>
    public ActorCell(ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    {
        _system = system;
        _self = self;
        _props = props;
        _dispatcher = dispatcher;
        _parent = parent;
    }

    /// <inheritdoc/>
    public IActorRef Self => _self;

    /// <inheritdoc/>
    public ActorSystem System => _system;

    /// <inheritdoc/>
    public ActorSystemImpl SystemImpl => _system;

    /// <inheritdoc/>
    public Props Props => _props;

    /// <inheritdoc/>
    public IInternalActorRef Parent => _parent;

    IActorRef IActorContext.Parent => _parent;

    /// <inheritdoc/>
    public MessageDispatcher Dispatcher => _dispatcher;

    /// <summary>The messages.</summary>
    public Mailbox Mailbox => _mailbox;

    /// <inheritdoc/>
    public bool IsLocal => true;

    /// <inheritdoc/>
    public bool IsTerminated => Volatile.Read(ref _isTerminated);

    /// <inheritdoc/>
    public bool HasMessages => _mailbox.HasMessages;

    /// <inheritdoc/>
    public int NumberOfMessages => _mailbox.NumberOfMessages;

    /// <summary>The message in process, or null.</summary>
    public object CurrentMessage => _current.Message;

    /// <inheritdoc/>
    public IActorRef Sender => _current.Sender ?? _system.DeadLetters;

    internal static ActorCell? Current => InternalCurrentActorCellKeeper.Current;

    internal Envelope CurrentEnvelope => _current;

    internal ActorBase? Actor => _actor;

    internal bool ActorHasBeenCleared => _actor is null && _isTerminated;

    /// <summary>The ref of the actor that runs on this thread, or no sender.</summary>
    public static IActorRef GetCurrentSelfOrNoSender() => InternalCurrentActorCellKeeper.Current?._self ?? ActorRefs.NoSender;

    /// <summary>The sender of the message that the actor on this thread processes, or no sender.</summary>
    public static IActorRef GetCurrentSenderOrNoSender() => InternalCurrentActorCellKeeper.Current is { } cell ? cell.Sender : ActorRefs.NoSender;

    /// <summary>Gives the cell its mailbox, whose first message creates the actor.</summary>
    public void Init(bool sendSupervise, MailboxType mailboxType)
    {
        var mailbox = new Mailbox(mailboxType.Create(_self, _system));
        _mailbox = mailbox;
        mailbox.SetActor(this);
        mailbox.PostSystemUnscheduled(new Create());
        if (sendSupervise)
        {
            _parent.SendSystemMessage(new Supervise(_self, async: false));
        }
    }

    /// <inheritdoc/>
    public virtual void Start() => _dispatcher.Attach(this);

    /// <inheritdoc/>
    public virtual void SendMessage(IActorRef sender, object message)
    {
        if (_system.SerializesMessages)
        {
            message = _system.SerializeAndDeserialize(this, message);
        }

        _mailbox.Post(this, new Envelope(message, sender));
    }

    /// <summary>Queues a message.</summary>
    public virtual void SendMessage(Envelope message) => SendMessage(message.Sender, message.Message);

    /// <inheritdoc/>
    public virtual void SendSystemMessage(ISystemMessage systemMessage) => _dispatcher.SystemDispatch(this, (SystemMessage)systemMessage);

    /// <inheritdoc/>
    public void Suspend() => SendSystemMessage(new Suspend());

    /// <inheritdoc/>
    public void Resume(Exception? causedByFailure) => SendSystemMessage(new Resume(causedByFailure));

    /// <inheritdoc/>
    public void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

    /// <inheritdoc/>
    public void Stop() => SendSystemMessage(new Terminate());

    /// <inheritdoc/>
    public void Become(Receive receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        _behavior = receive;
    }

    /// <inheritdoc/>
    public void BecomeStacked(Receive receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        (_behaviorsBelow ??= new Stack<Receive?>()).Push(_behavior);
        _behavior = receive;
    }

    /// <inheritdoc/>
    public void UnbecomeStacked()
    {
        if (_behaviorsBelow is { Count: > 0 } below)
        {
            _behavior = below.Pop();
        }
    }

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(Handled(receive));

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(Handled(receive));

    /// <inheritdoc/>
    public ActorSelection ActorSelection(ActorPath path) => ActorRefFactoryShared.ActorSelection(path, _system);

    /// <inheritdoc/>
    public ActorSelection ActorSelection(string path) => ActorRefFactoryShared.ActorSelection(path, _system, _self);

    /// <summary>Runs a delegate as the actor.</summary>
    public void UseThreadContext(Action action)
    {
        ref var slot = ref InternalCurrentActorCellKeeper.Slot;
        var outer = slot;
        slot = this;
        try
        {
            action();
        }
        finally
        {
            slot = outer;
        }
    }

    internal static (string Name, long Uid) SplitNameAndUid(string name)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        return hash >= 0 && long.TryParse(name.AsSpan(hash + 1), out var uid) ? (name[..hash], uid) : (name, UndefinedUid);
    }

    /// <summary>Called once the mailbox has had its turn.</summary>
    internal void AfterMailboxRun()
    {
        if (_awaiting == 0 && _failed is null)
        {
            // An idle actor does not keep its last message alive; a failed one needs it for the hook before the restart.
            _current = default;
        }
    }

    private static Receive Handled(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };
}
