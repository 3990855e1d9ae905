using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Cluster.Daemon;
using Akka.Cluster.Membership;
using Akka.Configuration;
using Akka.Remote;

namespace Akka.Cluster;

/// <summary>
/// This actor system as a node of a cluster: how to join, leave and subscribe, and what the cluster looks like from here.
/// The work is done by the daemon actors below <c>/system/cluster</c>.
/// </summary>
public partial class Cluster : IExtension
{
    private readonly IActorRef _supervisor;
    private readonly TaskCompletionSource<Done> _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Done> _exiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile MembershipView _view;

    public Cluster(ActorSystemImpl system)
    {
        if (system.Provider is not IClusterActorRefProvider provider)
        {
            throw new ConfigurationException(
                $"ActorSystem [{system.Name}] needs akka.actor.provider = cluster to use the cluster; it has [{system.Provider.GetType()}].");
        }

        System = system;
        Settings = new ClusterSettings(system.Settings.Config, system.Name);
        SelfUniqueAddress = new UniqueAddress(provider.Transport.DefaultAddress, AddressUidExtension.Uid(system));
        FailureDetector = new DefaultFailureDetectorRegistry<Address>(CreateFailureDetector);
        Liveness = new DefaultFailureDetectorRegistry<UniqueAddress>(CreateFailureDetector);
        _view = new MembershipView(new MembershipState(Gossip.Empty, SelfUniqueAddress));
        DowningProvider = (IDowningProvider)Activator.CreateInstance(Settings.DowningProviderType, system, this)!;
        _supervisor = system.SystemActorOf(ClusterSupervisor.Props(this), ClusterPaths.Supervisor);
        _supervisor.Tell(ClusterSupervisor.Start.Instance, ActorRefs.NoSender);
    }

    public ExtendedActorSystem System { get; }

    public ClusterSettings Settings { get; }

    public UniqueAddress SelfUniqueAddress { get; }

    public Address SelfAddress => SelfUniqueAddress.Address;

    public ImmutableHashSet<string> SelfRoles => Settings.Roles;

    public DefaultFailureDetectorRegistry<Address> FailureDetector { get; }

    public IDowningProvider DowningProvider { get; }

    /// <summary>The cluster as this node knows it now; at least as new as any event a subscriber has got.</summary>
    public ClusterEvent.CurrentClusterState State => _view.Snapshot;

    /// <summary>This node as a member; Removed before it joins and after it has left.</summary>
    public Member SelfMember => _view.State.SelfMember
        ?? Member.Create(SelfUniqueAddress, Member.NotYetUp, MemberStatus.Removed, SelfRoles, Settings.AppVersion);

    public bool IsUp => SelfMember.Status is MemberStatus.Up or MemberStatus.WeaklyUp;

    /// <summary>True once this node has left, was downed or gave up joining. It cannot join again; a new actor system can.</summary>
    public bool IsTerminated => _terminated.Task.IsCompleted;

    /// <summary>What membership goes by: of two incarnations at one address only one can be alive.</summary>
    internal DefaultFailureDetectorRegistry<UniqueAddress> Liveness { get; }

    internal MembershipState Membership => _view.State;

    /// <summary>Completes when the daemon is gone.</summary>
    internal Task<Done> Terminated => _terminated.Task;

    /// <summary>Completes when this node is Exiting, or gone.</summary>
    internal Task<Done> Exiting => _exiting.Task;

    public static Cluster Get(ActorSystem system) => system.WithExtension<Cluster, ClusterExtension>();

    /// <summary>The path under which other nodes know the actor.</summary>
    public ActorPath RemotePathOf(IActorRef actorRef)
    {
        var path = actorRef.Path;
        return path.Address.HasGlobalScope ? path : (new RootActorPath(SelfAddress) / path.Elements).WithUid(path.Uid);
    }

    internal void OnChange(MembershipState state) => _view = new MembershipView(state);

    internal void OnExiting() => _exiting.TrySetResult(Done.Instance);

    internal void OnTerminated()
    {
        OnChange(new MembershipState(Gossip.Empty, SelfUniqueAddress));
        FailureDetector.Reset();
        Liveness.Reset();
        _exiting.TrySetResult(Done.Instance);
        _terminated.TrySetResult(Done.Instance);
    }

    private FailureDetector CreateFailureDetector() =>
        FailureDetectorLoader.Load(Settings.FailureDetectorImplementationClass, Settings.FailureDetectorConfig, System);

    /// <summary>A state and, made when somebody asks, its public form.</summary>
    private sealed class MembershipView(MembershipState state)
    {
        private ClusterEvent.CurrentClusterState? _snapshot;

        public MembershipState State { get; } = state;

        public ClusterEvent.CurrentClusterState Snapshot => _snapshot ??= MembershipSnapshot.Of(State);
    }
}
