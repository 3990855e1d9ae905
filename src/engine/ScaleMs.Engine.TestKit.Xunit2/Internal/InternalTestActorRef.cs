using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.TestKit.Internal;

/// <summary>A local actor ref whose cell gives the actor away and lets a caller process a message directly.</summary>
public partial class InternalTestActorRef : LocalActorRef
{
    private static long _lastName;

    private InternalTestActorRef(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        MailboxType mailboxType,
        IInternalActorRef supervisor,
        ActorPath path)
        : base(system, props, dispatcher, mailboxType, supervisor, path)
    {
    }

    /// <summary>The actor itself.</summary>
    public object UnderlyingActor
    {
        get
        {
            if (IsTerminated)
            {
                throw new IllegalActorStateException($"{Path} has terminated, it has no underlying actor.");
            }

            return GetTestActorCell().Actor
                ?? throw new IllegalActorStateException($"{Path} has no underlying actor: its creation failed, or it is being restarted.");
        }
    }

    public static InternalTestActorRef Create(ActorSystem system, Props props, IActorRef? supervisor = null, string? name = null)
    {
        var systemImpl = (ActorSystemImpl)system;
        // A supervisor that is a probe or a test actor ref stands for the actor at its path.
        var parent = supervisor is null
            ? systemImpl.Guardian
            : (IInternalActorRef)systemImpl.Provider.ResolveActorRef(supervisor.Path);
        if (props.Deploy.Dispatcher == Deploy.NoDispatcherGiven)
        {
            props = props.WithDispatcher(CallingThreadDispatcher.Id);
        }

        var dispatcher = system.Dispatchers.Lookup(props.Dispatcher);
        var mailboxType = system.Mailboxes.GetMailboxType(props, dispatcher.Configurator.Config);
        name ??= CreateUniqueName();
        var parentCell = (parent as ActorRefWithCell)?.Underlying as ActorCell;
        parentCell?.ReserveChild(name);
        var path = (parent.Path / name).WithUid(Random.Shared.NextInt64(1, int.MaxValue));
        var testRef = new InternalTestActorRef(systemImpl, props, dispatcher, mailboxType, parent, path);
        parentCell?.InitChild(testRef);
        testRef.Start();
        return testRef;
    }

    public static string CreateUniqueName() => $"$test-{Interlocked.Increment(ref _lastName)}";

    public void Receive(object message, IActorRef? sender = null) =>
        GetTestActorCell().ReceiveMessageForTest(new Envelope(message, sender ?? ActorRefs.NoSender));

    public Task ReceiveAsync(object message, IActorRef? sender = null) =>
        GetTestActorCell().ReceiveMessageForTestAsync(new Envelope(message, sender ?? ActorRefs.NoSender));

    public void Watch(IActorRef subject) => GetTestActorCell().Watch(subject);

    public void Unwatch(IActorRef subject) => GetTestActorCell().Unwatch(subject);

    internal void UseThreadContext(Action action) => GetTestActorCell().UseThreadContext(action);

    public override string ToString() => $"TestActor[{Path}]";

    protected TestActorCell GetTestActorCell() => (TestActorCell)Cell;

    protected override ActorCell NewActorCell(
        ActorSystemImpl system,
        IInternalActorRef self,
        Props props,
        MessageDispatcher dispatcher,
        IInternalActorRef supervisor) =>
        new TestActorCell(system, self, props, dispatcher, supervisor);
}
