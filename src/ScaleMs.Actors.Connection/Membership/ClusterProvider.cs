using Akka.Actor;

namespace ScaleMs.Actors.Connection.Membership;

/// <summary>Distinguishes actor systems that are cluster members from others.</summary>
public static class ClusterProvider
{
    /// <summary>True if the system is a member of a cluster or will become one.</summary>
    public static bool IsOf(ActorSystem system) => system.Settings.ProviderClass.Contains("Cluster", StringComparison.OrdinalIgnoreCase);
}
