using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote;

public partial class RemoteWatcher
{
    protected void AddWatching(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        ArgumentNullException.ThrowIfNull(watchee);
        Log.Debug("Watching: [{0} -> {1}]", watcher, watchee);
        if (!Watching.TryGetValue(watchee, out var watchers))
        {
            Watching.Add(watchee, watchers = []);
        }

        watchers.Add(watcher);
        WatchNode(watchee);

        // The one watch that crosses the wire; nothing happens when it is there already.
        Context.Watch(watchee);
    }

    /// <summary>Begins to send heartbeats to the node; an unreachable one gets a new chance.</summary>
    protected virtual void WatchNode(IInternalActorRef watchee)
    {
        ArgumentNullException.ThrowIfNull(watchee);
        var address = watchee.Path.Address;
        if (!WatcheeByNodes.ContainsKey(address) && Unreachable.Remove(address))
        {
            _failureDetector.Remove(address);
        }

        if (!WatcheeByNodes.TryGetValue(address, out var watchees))
        {
            WatcheeByNodes.Add(address, watchees = []);
        }

        watchees.Add(watchee);
    }

    protected void RemoveWatch(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        Log.Debug("Unwatching: [{0} -> {1}]", watcher, watchee);
        if (!Watching.TryGetValue(watchee, out var watchers) || !watchers.Remove(watcher))
        {
            return;
        }

        if (watchers.Count == 0)
        {
            Context.Unwatch(watchee);
            RemoveWatchee(watchee);
        }
    }

    protected void RemoveWatchee(IInternalActorRef watchee)
    {
        ArgumentNullException.ThrowIfNull(watchee);
        var address = watchee.Path.Address;
        Watching.Remove(watchee);
        if (WatcheeByNodes.TryGetValue(address, out var watchees) && watchees.Remove(watchee) && watchees.Count == 0)
        {
            UnwatchNode(address);
        }
    }

    protected void UnwatchNode(Address watcheeAddress)
    {
        WatcheeByNodes.Remove(watcheeAddress);
        _addressUids.Remove(watcheeAddress);
        _failureDetector.Remove(watcheeAddress);
    }

    private void OnTerminated(IInternalActorRef watchee, bool existenceConfirmed, bool addressTerminated)
    {
        Log.Debug("Watchee terminated: [{0}]", watchee.Path);

        // When the address is gone the watchers are told by the topic, as this actor was.
        if (!addressTerminated && Watching.TryGetValue(watchee, out var watchers))
        {
            foreach (var watcher in watchers)
            {
                watcher.SendSystemMessage(new DeathWatchNotification(watchee, existenceConfirmed, addressTerminated));
            }
        }

        RemoveWatchee(watchee);
    }
}
