using Akka.Actor;

namespace Akka.Routing;

internal sealed class ResizablePoolActor : RouterPoolActor
{
    public ResizablePoolActor(SupervisorStrategy strategy) : base(strategy) { }

    protected override void OnReceive(object message)
    {
        if (message is Resize)
        {
            ((ResizablePoolCell)Cell).ResizeNow();
        }
        else
        {
            base.OnReceive(message);
        }
    }
}
