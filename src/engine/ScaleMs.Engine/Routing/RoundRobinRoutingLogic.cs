namespace Akka.Routing;

/// <summary>Each routee in turn.</summary>
public sealed class RoundRobinRoutingLogic : RoutingLogic
{
    private int _next;

    public RoundRobinRoutingLogic() : this(-1) { }

    public RoundRobinRoutingLogic(int next) => _next = next;

    public override Routee Select(object message, Routee[] routees) =>
        routees.Length == 0 ? Routee.NoRoutee : routees[(Interlocked.Increment(ref _next) & int.MaxValue) % routees.Length];
}
