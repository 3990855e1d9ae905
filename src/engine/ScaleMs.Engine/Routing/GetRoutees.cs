namespace Akka.Routing;

/// <summary>Asks a router for its <see cref="Routees"/>.</summary>
public sealed class GetRoutees : RouterManagementMessage
{
    public static GetRoutees Instance { get; } = new();
}
