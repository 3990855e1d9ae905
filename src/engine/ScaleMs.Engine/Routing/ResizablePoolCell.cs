using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Routing;

/// <summary>A pool that asks its resizer every so many messages.</summary>
internal sealed class ResizablePoolCell : RoutedActorCell
{
    private readonly Resizer _resizer;
    private long _messages;
    private bool _resizing;

    public ResizablePoolCell(
        ActorSystemImpl system,
        IInternalActorRef self,
        Props routerProps,
        MessageDispatcher dispatcher,
        Props routeeProps,
        IInternalActorRef supervisor,
        Resizer resizer)
        : base(system, self, routerProps, dispatcher, routeeProps, supervisor)
    {
        _resizer = resizer;
    }

    public override void SendMessage(IActorRef sender, object message)
    {
        if (!RouterConfig.IsManagementMessage(message)
            && _resizer.IsTimeForResize(Interlocked.Increment(ref _messages) - 1)
            && !Interlocked.Exchange(ref _resizing, true))
        {
            base.SendMessage(Self, new Resize());
        }

        base.SendMessage(sender, message);
    }

    public void ResizeNow()
    {
        try
        {
            ChangePoolSize(_resizer.Resize(Router.Routees));
        }
        finally
        {
            Volatile.Write(ref _resizing, false);
        }
    }

    protected override void BeforeStart()
    {
        if (_resizer.IsTimeForResize(Interlocked.Increment(ref _messages) - 1))
        {
            ResizeNow();
        }
    }
}
