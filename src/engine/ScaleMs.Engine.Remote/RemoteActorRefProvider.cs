using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport;
using Akka.Serialization;

namespace Akka.Remote;

/// <summary>Makes local actors as <see cref="LocalActorRefProvider"/> does, and refs to those of other systems.</summary>
public partial class RemoteActorRefProvider : IRemoteActorRefProvider
{
    private readonly EventStream _eventStream;
    private readonly LocalActorRefProvider _local;
    private RemoteTransport? _transport;
    private IActorRef? _remoteWatcher;
    private Information? _serializationInformation;

    public RemoteActorRefProvider(string systemName, Settings settings, EventStream eventStream)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.InjectTopLevelFallback(RemoteConfigFactory.Default());
        Settings = settings;
        RemoteSettings = new RemoteSettings(settings.Config);
        _eventStream = eventStream;
        Deployer = new Deployer(settings);
        _local = new LocalActorRefProvider(systemName, settings, eventStream, Deployer, null);
    }

    public Settings Settings { get; }

    public RemoteSettings RemoteSettings { get; }

    public Deployer Deployer { get; protected set; }

    public RemoteTransport Transport => _transport ?? throw new InvalidOperationException("Remoting has not been started.");

    public IActorRef RemoteWatcher => _remoteWatcher ?? ActorRefs.Nobody;

    public Address DefaultAddress => Transport.DefaultAddress;

    public Information SerializationInformation => _serializationInformation ??= new Information(DefaultAddress, Transport.System);

    public ActorPath RootPath => _local.RootPath;

    public IInternalActorRef RootGuardian => _local.RootGuardian;

    public LocalActorRef Guardian => _local.Guardian;

    public LocalActorRef SystemGuardian => _local.SystemGuardian;

    public IInternalActorRef TempContainer => _local.TempContainer;

    public IActorRef DeadLetters => _local.DeadLetters;

    public IActorRef IgnoreRef => _local.IgnoreRef;

    public Task TerminationTask => _local.TerminationTask;

    public virtual void Init(ActorSystemImpl system)
    {
        ArgumentNullException.ThrowIfNull(system);
        _local.Init(system);
        var transport = new TcpRemoting(system, this);
        _transport = transport;
        transport.Start();
        system.SystemActorOf(Props.Create(() => new RemotingTerminator(transport, SystemGuardian)).WithDeploy(Deploy.Local), "remoting-terminator");
        _remoteWatcher = CreateRemoteWatcher(system);
    }

    public ActorPath TempPath() => _local.TempPath();

    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) => _local.RegisterTempActor(actorRef, path);

    public void UnregisterTempActor(ActorPath path) => _local.UnregisterTempActor(path);

    public FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs) => _local.CreateFutureRef(tcs);

    public void Quarantine(Address address, int? uid) => Transport.Quarantine(address, uid);

    public IInternalActorRef ActorOf(
        ActorSystemImpl system,
        Props props,
        IInternalActorRef supervisor,
        ActorPath path,
        bool systemService,
        Deploy? deploy,
        bool lookupDeploy,
        bool async)
    {
        ArgumentNullException.ThrowIfNull(props);
        var configured = lookupDeploy ? Deployer.Lookup(path) : null;
        RejectRemoteScope(path, deploy ?? Deploy.None);
        RejectRemoteScope(path, props.Deploy);
        RejectRemoteScope(path, configured ?? Deploy.None);
        return _local.ActorOf(system, props, supervisor, path, systemService, deploy!, lookupDeploy, async);
    }

    protected virtual IActorRef CreateRemoteWatcher(ActorSystemImpl system)
    {
        ArgumentNullException.ThrowIfNull(system);
        var failureDetector = CreateRemoteWatcherFailureDetector(system);
        return system.SystemActorOf(
            RemoteSettings.ConfigureDispatcher(
                Remote.RemoteWatcher.Props(
                    failureDetector,
                    RemoteSettings.WatchHeartBeatInterval,
                    RemoteSettings.WatchUnreachableReaperInterval,
                    RemoteSettings.WatchHeartbeatExpectedResponseAfter)),
            "remote-watcher");
    }

    protected DefaultFailureDetectorRegistry<Address> CreateRemoteWatcherFailureDetector(ActorSystem system) => new(() =>
        FailureDetectorLoader.Load(RemoteSettings.WatchFailureDetectorImplementationClass, RemoteSettings.WatchFailureDetectorConfig, system));

    /// <summary>The run of a peer that was connected last.</summary>
    internal int? LastKnownUid(Address peer) => (_transport as TcpRemoting)?.LastKnownUid(peer);

    internal void OnPeerRestarted(Address peer, int uid) => _remoteWatcher?.Tell(new RemoteWatcher.PeerRestarted(peer, uid), ActorRefs.NoSender);

    private void RejectRemoteScope(ActorPath path, Deploy deploy)
    {
        if (deploy.Scope is RemoteScope scope && !HasAddress(scope.Address))
        {
            throw new ConfigurationException(
                $"Actor [{path}] is to be deployed on [{scope.Address}]; this engine creates actors only in the system that is asked to.");
        }
    }
}
