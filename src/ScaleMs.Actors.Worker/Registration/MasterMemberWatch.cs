using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using ScaleMs.Actors.Connection;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>
/// Ends a worker's actor system when the last master has left its cluster. The remaining workers are a healthy cluster, in
/// which a split-brain resolver does not act, but the next master forms its own cluster, which only a new system can join.
/// </summary>
internal sealed class MasterMemberWatch : ReceiveActor
{
    private readonly HashSet<UniqueAddress> _masters = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public MasterMemberWatch()
    {
        var cluster = Cluster.Get(Context.System);
        Receive<MasterFound>(found =>
        {
            // The seed does not know itself by the name used to reach it, so no join message sent there was accepted.
            if (!cluster.Settings.SeedNodes.Contains(found.Address) && found.Address.HasGlobalScope)
            {
                cluster.Join(found.Address);
            }
        });
        Receive<ClusterEvent.ClusterShuttingDown>(_ =>
        {
            // From now on every member is removed, because this node leaves.
            Context.Stop(Self);
        });
        Receive<ClusterEvent.MemberRemoved>(removed =>
        {
            if (_masters.Remove(removed.Member.UniqueAddress) && _masters.Count == 0)
            {
                _log.Info("No master is left in the cluster; restarting to join the next one");
                _ = Context.System.Terminate();
            }
        });
        Receive<ClusterEvent.IMemberEvent>(change =>
        {
            if (change.Member.HasRole(NodeConfig.MasterRole))
            {
                _masters.Add(change.Member.UniqueAddress);
            }
        });
    }

    public static Props Props { get; } = Akka.Actor.Props.Create(() => new MasterMemberWatch());

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(MasterFound));
        Cluster.Get(Context.System).Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.ClusterShuttingDown));
    }

    protected override void PostStop() => Cluster.Get(Context.System).Unsubscribe(Self);

    /// <summary>Published by the worker when a master has registered it.</summary>
    /// <param name="Address">The master's address.</param>
    internal sealed record MasterFound(Address Address);
}
