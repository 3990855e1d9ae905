using Akka.Actor;

namespace ScaleMs.Actors.Connection.Membership;

/// <summary>Tells actor systems that are members of a cluster from others.</summary>
public static class ClusterProvider
{
    /// <summary>True when the system is a member of a cluster, or is going to be one.</summary>
    public static bool IsOf(ActorSystem system) => system.Settings.ProviderClass.Contains("Cluster", StringComparison.OrdinalIgnoreCase);
}
