using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote;

public partial class RemoteWatcher
{
    private void SendHeartbeats()
    {
        foreach (var address in WatcheeByNodes.Keys)
        {
            if (Unreachable.Contains(address))
            {
                continue;
            }

            if (!_failureDetector.IsMonitoring(address))
            {
                // A node that never answers must fall silent too: pretend that it answered once.
                _scheduler.ScheduleTellOnce(_heartbeatExpectedResponseAfter, Self, new ExpectedFirstHeartbeat(address), Self);
            }

            Context.ActorSelection(new RootActorPath(address) / Self.Path.Elements).Tell(Heartbeat.Instance, Self);
        }
    }

    private void TriggerFirstHeartbeat(Address address)
    {
        if (WatcheeByNodes.ContainsKey(address) && !_failureDetector.IsMonitoring(address))
        {
            Log.Debug("Trigger extra expected heartbeat from [{0}]", address);
            _failureDetector.Heartbeat(address);
        }
    }

    private void OnHeartbeatRsp(Address from, int uid)
    {
        if (!WatcheeByNodes.ContainsKey(from) || Unreachable.Contains(from))
        {
            return;
        }

        _failureDetector.Heartbeat(from);
        if (!_addressUids.TryGetValue(from, out var known) || known != uid)
        {
            _addressUids[from] = uid;
            Rewatch(from);
        }
    }

    /// <summary>Told by the transport, which learns it before any heartbeat does.</summary>
    private void OnPeerRestarted(Address address, int uid)
    {
        if (WatcheeByNodes.ContainsKey(address) && !Unreachable.Contains(address))
        {
            _addressUids[address] = uid;
            Rewatch(address);
        }
    }

    /// <summary>
    /// A watch sent before may have gone to another run of the node, or nowhere. The run that is there now answers for
    /// actors that it does not have.
    /// </summary>
    private void Rewatch(Address address)
    {
        foreach (var watchee in WatcheeByNodes[address])
        {
            var self = (IInternalActorRef)Self;
            Log.Debug("Re-watch [{0} -> {1}]", self, watchee);
            watchee.SendSystemMessage(new Watch(watchee, self));
        }
    }

    private void ReapUnreachable()
    {
        foreach (var address in WatcheeByNodes.Keys)
        {
            if (Unreachable.Contains(address) || _failureDetector.IsAvailable(address))
            {
                continue;
            }

            Log.Warning("Detected unreachable: [{0}]", address);
            Quarantine(address, _addressUids.TryGetValue(address, out var uid) ? uid : _provider.LastKnownUid(address));
            PublishAddressTerminated(address);
            Unreachable.Add(address);
        }
    }
}
