using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Carries messages to the actors of other systems.</summary>
public abstract class RemoteTransport
{
    protected RemoteTransport(ExtendedActorSystem system, RemoteActorRefProvider provider)
    {
        System = system;
        Provider = provider;
        Log = Logging.GetLogger(system.EventStream, GetType());
    }

    public ExtendedActorSystem System { get; }

    public RemoteActorRefProvider Provider { get; }

    public ILoggingAdapter Log { get; protected set; }

    /// <summary>The addresses by which others reach this system.</summary>
    public abstract ISet<Address> Addresses { get; }

    public abstract Address DefaultAddress { get; }

#pragma warning disable IDE1006 // the name is part of the public API
    public bool logRemoteLifeCycleEvents { get; protected set; }
#pragma warning restore IDE1006

    protected bool UseUntrustedMode { get; set; }

    /// <summary>Binds; when it returns the addresses are known.</summary>
    public abstract void Start();

    /// <summary>Sends what is waiting, tells the peers, closes the connections.</summary>
    public abstract Task Shutdown();

    public abstract void Send(object message, IActorRef? sender, RemoteActorRef recipient);

    public abstract Task<bool> ManagementCommand(object cmd);

    public abstract Task<bool> ManagementCommand(object cmd, CancellationToken cancellationToken);

    /// <summary>Which of our addresses a peer is to answer to.</summary>
    public abstract Address LocalAddressForRemote(Address remote);

    /// <summary>Never speaks to this run of the peer again.</summary>
    public abstract void Quarantine(Address address, int? uid);
}
