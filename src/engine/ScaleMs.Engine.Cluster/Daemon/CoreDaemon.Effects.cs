using Akka.Actor;
using Akka.Cluster.Membership;
using Akka.Cluster.Protocol;
using Akka.Event;

namespace Akka.Cluster.Daemon;

internal sealed partial class CoreDaemon : INodeEffects
{
    private bool _pushRequested;

    public void Send(Address to, IClusterMessage message)
    {
        if (to.HasGlobalScope)
        {
            _peers[to].Tell(message, _self);
        }
    }

    public void Publish(MembershipState state)
    {
        _cluster.OnChange(state);
        _publisher.Tell(new EventPublisher.NewState(state), _self);
    }

    public void RequestPush()
    {
        // Behind what waits in the mailbox, so a burst of joins is one push.
        if (!_pushRequested)
        {
            _pushRequested = true;
            _self.Tell(PushNow.Instance, _self);
        }
    }

    public bool IsMonitoring(UniqueAddress node) => _cluster.Liveness.IsMonitoring(node);

    public bool IsAvailable(UniqueAddress node) => _cluster.Liveness.IsAvailable(node);

    public void Forget(UniqueAddress node) => _cluster.Liveness.Remove(node);

    public void OnExiting()
    {
        _cluster.OnExiting();
        _ = _shutdown.Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
    }

    public void OnJoinFailed() => _ = _shutdown.Run(CoordinatedShutdown.ClusterJoinUnsuccessfulReason.Instance);

    public void OnStopped()
    {
        Timers.CancelAll();
        Context.Stop(_self);
    }

    public void Info(string text)
    {
        if (_cluster.Settings.LogInfo)
        {
            _log.Info("Cluster Node [{0}] - {1}", _cluster.SelfAddress, text);
        }
    }

    public void Warn(string text) => _log.Warning("Cluster Node [{0}] - {1}", _cluster.SelfAddress, text);
}
