using Akka.Actor;

namespace Akka.Routing;

/// <summary>A random routee; after an interval without answer another one too, and so on. The sender gets the first answer.</summary>
public sealed class TailChopping : RoutingLogic
{
    private readonly IScheduler _scheduler;
    private readonly TimeSpan _within;
    private readonly TimeSpan _interval;

    public TailChopping(IScheduler scheduler, TimeSpan within, TimeSpan interval)
    {
        _scheduler = scheduler;
        _within = within;
        _interval = interval;
    }

    public override Routee Select(object message, Routee[] routees)
    {
        if (routees.Length == 0)
        {
            return Routee.NoRoutee;
        }

        var shuffled = routees.ToArray();
        Random.Shared.Shuffle(shuffled);
        return new TailChoppingRoutees(_scheduler, shuffled, _within, _interval);
    }
}
