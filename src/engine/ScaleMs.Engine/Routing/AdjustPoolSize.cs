namespace Akka.Routing;

/// <summary>Adds routees to a pool, or stops some when the change is negative.</summary>
public sealed class AdjustPoolSize : RouterManagementMessage
{
    public AdjustPoolSize(int change) => Change = change;

    public int Change { get; }
}
