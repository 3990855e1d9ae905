using Akka.Actor;
using Akka.Cluster.Protocol;

namespace Akka.Cluster.Daemon;

/// <summary>Answers heartbeats, in an actor of its own so that other work does not delay the answers.</summary>
internal sealed class HeartbeatReceiver : ReceiveActor
{
    public HeartbeatReceiver(Cluster cluster)
    {
        var answer = new HeartbeatRsp(cluster.SelfUniqueAddress);
        Receive<Heartbeat>(_ => Sender.Tell(answer));
    }

    public static Props Props(Cluster cluster) => Actor.Props.Create(() => new HeartbeatReceiver(cluster));
}
