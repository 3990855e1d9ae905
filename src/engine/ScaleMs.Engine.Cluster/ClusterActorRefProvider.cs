using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Cluster.Daemon;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;

namespace Akka.Cluster;

/// <summary>The provider of an actor system that can be a cluster member (<c>akka.actor.provider = cluster</c>).</summary>
public class ClusterActorRefProvider : RemoteActorRefProvider, IClusterActorRefProvider
{
    public ClusterActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : base(systemName, settings, eventStream) =>
        settings.InjectTopLevelFallback(
            ConfigurationFactory.FromResource("ScaleMs.Engine.Cluster.reference.conf", typeof(ClusterActorRefProvider).Assembly));

    protected override IActorRef CreateRemoteWatcher(ActorSystemImpl system)
    {
        // The transport listens by now. Made here, a wrong setting stops the start of the system.
        Cluster.Get(system);
        return system.SystemActorOf(
            ClusterRemoteWatcher.Props(
                CreateRemoteWatcherFailureDetector(system),
                RemoteSettings.WatchHeartBeatInterval,
                RemoteSettings.WatchUnreachableReaperInterval,
                RemoteSettings.WatchHeartbeatExpectedResponseAfter),
            "remote-watcher");
    }
}
