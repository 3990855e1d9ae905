using Akka.Actor;

namespace Akka.Routing;

/// <summary>
/// The routee with least to do: an idle one first, then the one with the fewest messages, then one whose queue cannot be seen
/// (in another system). Among equals in turn.
/// </summary>
public sealed class SmallestMailboxRoutingLogic : RoutingLogic
{
    private const long Unknown = long.MaxValue - 1;

    private int _next;

    public SmallestMailboxRoutingLogic() : this(-1) { }

    public SmallestMailboxRoutingLogic(int next) => _next = next;

    public override Routee Select(object message, Routee[] routees)
    {
        if (routees.Length == 0)
        {
            return Routee.NoRoutee;
        }

        var start = Interlocked.Increment(ref _next) & int.MaxValue;
        var (best, least) = (routees[start % routees.Length], long.MaxValue);
        for (var i = 0; i < routees.Length && least > 0; i++)
        {
            var routee = routees[(start + i) % routees.Length];
            var load = Load(routee);
            if (load < least)
            {
                (best, least) = (routee, load);
            }
        }

        return best;
    }

    // Twice the messages that wait, and one more for the message in process.
    private static long Load(Routee routee)
    {
        if ((routee as ActorRefRoutee)?.Actor is not ActorRefWithCell { IsTerminated: false, Underlying: ActorCell cell })
        {
            return Unknown;
        }

        return (2L * cell.NumberOfMessages) + (cell.CurrentMessage is null ? 0 : 1);
    }
}
