using Akka.Actor;

namespace Akka.Routing;

internal class RouterPoolActor : RouterActor
{
    private readonly SupervisorStrategy _strategy;

    public RouterPoolActor(SupervisorStrategy strategy) => _strategy = strategy;

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    protected override void OnReceive(object message)
    {
        if (message is AdjustPoolSize adjustment)
        {
            Cell.ChangePoolSize(adjustment.Change);
        }
        else
        {
            base.OnReceive(message);
        }
    }
}
