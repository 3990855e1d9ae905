using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Transport;

namespace Akka.Remote;

/// <summary>An actor of another system.</summary>
public class RemoteActorRef : InternalActorRefBase, IRemoteRef
{
    private readonly IInternalActorRef _parent;
    private readonly Props? _props;
    private readonly Deploy? _deploy;

    public RemoteActorRef(RemoteTransport remote, Address localAddressToUse, ActorPath path, IInternalActorRef parent, Props? props, Deploy? deploy)
    {
        Remote = remote;
        LocalAddressToUse = localAddressToUse;
        Path = path;
        _parent = parent;
        _props = props;
        _deploy = deploy;
        IsTemporary = IsBelowTemp(path);
    }

    /// <summary>The address of this system that the other one answers to.</summary>
    public Address LocalAddressToUse { get; }

    public override ActorPath Path { get; }

    public override IInternalActorRef Parent => _parent;

    public override IActorRefProvider Provider => Remote.Provider;

    public override bool IsLocal => false;

    public override bool IsTerminated => false;

    internal RemoteTransport Remote { get; }

    /// <summary>Found at the first message.</summary>
    internal Association? Association { get; set; }

    /// <summary>The ref of somebody's ask: it is written to once.</summary>
    internal bool IsTemporary { get; }

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        ArgumentNullException.ThrowIfNull(name);
        IInternalActorRef current = this;
        for (var i = 0; i < name.Count; i++)
        {
            switch (name[i])
            {
                case "":
                    break;
                case "..":
                    current = current.Parent;
                    if (current.IsNobody())
                    {
                        return ActorRefs.Nobody;
                    }

                    break;
                default:
                    return new RemoteActorRef(Remote, LocalAddressToUse, current.Path / name.Skip(i), current, Props.None, Deploy.None);
            }
        }

        return current;
    }

    public override void Start()
    {
    }

    public override void Suspend() => SendSystemMessage(new Suspend());

    public override void Resume(Exception? causedByFailure = null) => SendSystemMessage(new Resume(causedByFailure!));

    public override void Stop() => SendSystemMessage(new Terminate());

    public override void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch when IsWatchIntercepted(watch.Watchee, watch.Watcher):
                Remote.Provider.RemoteWatcher.Tell(new RemoteWatcher.WatchRemote(watch.Watchee, watch.Watcher));
                break;
            case Unwatch unwatch when IsWatchIntercepted(unwatch.Watchee, unwatch.Watcher):
                Remote.Provider.RemoteWatcher.Tell(new RemoteWatcher.UnwatchRemote(unwatch.Watchee, unwatch.Watcher));
                break;
            default:
                Remote.Send(message, ActorRefs.NoSender, this);
                break;
        }
    }

    /// <summary>Watches of this actor by local ones go through the remote watcher, which alone watches it over the wire.</summary>
    public bool IsWatchIntercepted(IActorRef watchee, IActorRef watcher)
    {
        ArgumentNullException.ThrowIfNull(watchee);
        ArgumentNullException.ThrowIfNull(watcher);
        return watchee.Equals(this) && !watcher.Equals(Remote.Provider.RemoteWatcher);
    }

    protected override void TellInternal(object message, IActorRef sender) => Remote.Send(message, sender, this);

    private static bool IsBelowTemp(ActorPath path)
    {
        while (path.Depth > 1)
        {
            path = path.Parent;
        }

        return path.Depth == 1 && path.Name == "temp";
    }
}
