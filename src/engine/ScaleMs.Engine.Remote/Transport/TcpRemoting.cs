using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>Remoting over TCP: one listener, one <see cref="Association"/> for each peer.</summary>
internal sealed partial class TcpRemoting : RemoteTransport
{
    private readonly ConcurrentDictionary<Address, Association> _associations = new();
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly LogLevel? _lifecycleLevel;
    private readonly CancellationTokenSource _stopping = new();
    private Socket? _listener;
    private ITimer? _heartbeats;
    private Address? _address;
    private volatile bool _isShutDown;

    public TcpRemoting(ExtendedActorSystem system, RemoteActorRefProvider provider)
        : base(system, provider)
    {
        Settings = provider.RemoteSettings;
        UseUntrustedMode = Settings.UntrustedMode;
        logRemoteLifeCycleEvents = !Settings.RemoteLifecycleEventsLogLevel.Equals("off", StringComparison.OrdinalIgnoreCase);
        _lifecycleLevel = logRemoteLifeCycleEvents ? Logging.LogLevelFor(Settings.RemoteLifecycleEventsLogLevel) : null;
        var ssl = system.Settings.Setup.Get<DotNettySslSetup>();
        TcpSettings = TcpSettings.Read(system.Settings.Config, ssl.HasValue ? ssl.Value : null);
        foreach (var other in system.Settings.Config.GetStringList("akka.remote.enabled-transports").Where(static t => t != TcpSettings.Section))
        {
            Log.Warning("akka.remote.enabled-transports names [{0}]; this engine has {1} alone.", other, TcpSettings.Section);
        }
    }

    public RemoteSettings Settings { get; }

    public TcpSettings TcpSettings { get; }

    public int BoundPort { get; private set; }

    public MessageSerializer Serializer { get; private set; } = null!;

    public InboundDelivery Delivery { get; private set; } = null!;

    public Connector Connector { get; private set; } = null!;

    public override Address DefaultAddress => _address ?? throw new RemoteTransportException("Remoting has not been started.");

    public override ISet<Address> Addresses => _address is null ? new HashSet<Address>() : new HashSet<Address> { _address };

    public override void Start()
    {
        if (_listener is not null)
        {
            throw new RemoteTransportException("Remoting has been started already.");
        }

        _listener = TcpEndpoint.Listen(TcpSettings);
        BoundPort = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        var port = TcpSettings.PublicPort != 0 ? TcpSettings.PublicPort : BoundPort;
        _address = new Address(TcpSettings.Tls is null ? "akka.tcp" : "akka.ssl.tcp", System.Name, PublicHost(), port);
        Serializer = new MessageSerializer(System, _address);
        Delivery = new InboundDelivery(Provider, Serializer, Settings, Log, _address);
        var secret = TcpSettings.Secret.Length == 0 ? null : new SharedSecret(TcpSettings.Secret);
        var identity = new HandshakeIdentity(_address.ToString(), AddressUidExtension.Uid(System), secret);
        Connector = new Connector(TcpSettings, identity, Admit, _time);
        _heartbeats = _time.CreateTimer(static self => ((TcpRemoting)self!).Beat(), this, TcpSettings.HeartbeatInterval, TcpSettings.HeartbeatInterval);
        _ = AcceptAllAsync(_listener, _stopping.Token);
        Publish(new RemotingListenEvent([_address]));
    }

    public override void Send(object message, IActorRef? sender, RemoteActorRef recipient)
    {
        if (_isShutDown)
        {
            ToDeadLetters(message, sender, recipient);
            return;
        }

        (recipient.Association ??= AssociationWith(recipient.Path.Address)).Send(message, sender, recipient);
    }

    public override Task<bool> ManagementCommand(object cmd) => ManagementCommand(cmd, CancellationToken.None);

    public override Task<bool> ManagementCommand(object cmd, CancellationToken cancellationToken) => Task.FromResult(false);

    public override Address LocalAddressForRemote(Address remote)
    {
        ArgumentNullException.ThrowIfNull(remote);
        return remote.Protocol == DefaultAddress.Protocol
            ? DefaultAddress
            : throw new RemoteTransportException(
                $"No transport is responsible for address: [{remote}] although protocol [{remote.Protocol}] is not that of [{DefaultAddress}].");
    }

    public override void Quarantine(Address address, int? uid) => AssociationWith(address).Quarantine(uid);

    public override async Task Shutdown()
    {
        if (_listener is null || _isShutDown)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        if (_heartbeats is not null)
        {
            await _heartbeats.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var association in _associations.Values)
        {
            association.Post(AssociationCommand.Close.Instance);
        }

        _isShutDown = true;
        var ended = Task.WhenAll(_associations.Values.Select(static a => a.Running));
        try
        {
            await ended.WaitAsync(Settings.FlushWait).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            foreach (var association in _associations.Values)
            {
                association.Abort();
            }

            await ended.ConfigureAwait(false);
        }

        Publish(new RemotingShutdownEvent());
    }

    public void Publish(RemotingLifecycleEvent e)
    {
        System.EventStream.Publish(e);
        if (_lifecycleLevel is { } threshold && e.LogLevel() >= threshold)
        {
            Log.Log(e.LogLevel(), null, "{0}", e);
        }
    }

    public void ToDeadLetters(object message, IActorRef? sender, RemoteActorRef recipient)
    {
        // A heartbeat that finds nobody is what heartbeats are for.
        if (message is not (RemoteWatcher.Heartbeat or RemoteWatcher.HeartbeatRsp))
        {
            System.DeadLetters.Tell(new DeadLetter(message, sender ?? System.DeadLetters, recipient), sender ?? System.DeadLetters);
        }
    }

    public int? LastKnownUid(Address peer) => _associations.TryGetValue(peer, out var association) ? association.State.Uid : null;

    public void OnPeerRestarted(Address peer, int uid) => Provider.OnPeerRestarted(peer, uid);

    public Association AssociationWith(Address peer)
    {
        var association = _associations.GetOrAdd(peer, static (address, remoting) => new Association(remoting, address, remoting._time), this);
        if (_stopping.IsCancellationRequested)
        {
            // It may have come too late for the shutdown to see it, which then would not close it.
            association.Post(AssociationCommand.Close.Instance);
        }

        return association;
    }

    private void Beat()
    {
        foreach (var association in _associations.Values)
        {
            association.Beat();
        }
    }

    private string PublicHost()
    {
        if (TcpSettings.PublicHostname.Length > 0)
        {
            return TcpSettings.PublicHostname;
        }

        return IPAddress.TryParse(TcpSettings.Hostname, out var bound) && (bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any))
            || TcpSettings.Hostname.Length == 0
                ? Dns.GetHostName()
                : TcpSettings.Hostname;
    }
}
