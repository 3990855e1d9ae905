using Akka.Actor;

namespace Akka.Cluster.Daemon;

/// <summary>Where the daemons of every node are found.</summary>
internal static class ClusterPaths
{
    public const string Supervisor = "cluster";
    public const string Core = "core";
    public const string Publisher = "publisher";
    public const string HeartbeatSender = "heartbeatSender";
    public const string HeartbeatReceiver = "heartbeatReceiver";
    public const string Downing = "downingProvider";

    public static ActorPath On(Address node, string daemon) => new RootActorPath(node) / "system" / Supervisor / daemon;
}
