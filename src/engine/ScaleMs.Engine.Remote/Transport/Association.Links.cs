using System.Net.Sockets;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

internal sealed partial class Association
{
    private async ValueTask TakeCommandsAsync()
    {
        while (_commands.TryDequeue(out var command))
        {
            switch (command)
            {
                case AssociationCommand.LinkUp up:
                    await OnLinkUpAsync(up.Link).ConfigureAwait(false);
                    break;
                case AssociationCommand.LinkDown down:
                    OnLinkDown(down.Link, down.Failure);
                    break;
                case AssociationCommand.DialFailed failed:
                    OnDialFailed(failed.Failure);
                    break;
                case AssociationCommand.Quarantine quarantine:
                    await OnQuarantineAsync(quarantine.Uid).ConfigureAwait(false);
                    break;
                case AssociationCommand.Tick:
                    OnTick();
                    break;
                case AssociationCommand.Close:
                    _closing = true;
                    break;
            }
        }
    }

    private void StartDial(DateTimeOffset now)
    {
        _state = _state.OnDial(now);
        _dial = new CancellationTokenSource();
        _ = DialAsync(_dial.Token);
    }

    private async Task DialAsync(CancellationToken cancellationToken)
    {
        try
        {
            Post(new AssociationCommand.LinkUp(await _remoting.Connector.DialAsync(Peer, cancellationToken).ConfigureAwait(false)));
        }
#pragma warning disable CA1031 // every reason for which there is no connection is reported
        catch (Exception e)
#pragma warning restore CA1031
        {
            Post(new AssociationCommand.DialFailed(e));
        }
    }

    private void EndDial()
    {
        _dial?.Cancel();
        _dial?.Dispose();
        _dial = null;
    }

    private async ValueTask OnLinkUpAsync(Link link)
    {
        var now = Now;
        if (!link.IsInbound)
        {
            EndDial();
        }

        if (link.PeerUid == _state.QuarantinedUid)
        {
            await SayGoodbyeAsync(link, DisassociateReason.Quarantined).ConfigureAwait(false);
            if (_link is null)
            {
                _state = _state.OnDialFailed(now, _remoting.Settings.RetryGateClosedFor, hopeless: true);
            }

            return;
        }

        if (_link is { } current && !link.IsInbound && current.PeerUid == link.PeerUid)
        {
            // The peer's own connection came first.
            await SayGoodbyeAsync(link, DisassociateReason.Replaced).ConfigureAwait(false);
            return;
        }

        EndDial();
        if (_link is { } old)
        {
            // Everything that came the old way is delivered before anything that comes the new way.
            old.Close();
            await old.Reading.ConfigureAwait(false);
            _link = null;
            if (old.PeerUid != link.PeerUid)
            {
                _remoting.Publish(new DisassociatedEvent(_remoting.DefaultAddress, Peer, old.IsInbound));
            }
        }

        Adopt(link, now);
    }

    private void Adopt(Link link, DateTimeOffset now)
    {
        if (_state.IsRestart(link.PeerUid))
        {
            DropOutbox();
            _inbox.Restart();
            Interlocked.Exchange(ref _acknowledged, 0);
            _remoting.OnPeerRestarted(Peer, link.PeerUid);
        }

        _state = _state.OnUp(link.PeerUid, now);
        _link = _abortable = link;
        _goodbye = null;
        _undeliveredSince = null;
        link.Incoming = new EnvelopeReader(Peer, _remoting.Delivery);
        _output.Truncate(0);
        _outbox.Acknowledge(Interlocked.Read(ref _acknowledged));
        Resend(link);
        link.StartReading(this);
        _remoting.Publish(new AssociatedEvent(_remoting.DefaultAddress, Peer, link.IsInbound));
        _signal.Set();
    }

    private void OnLinkDown(Link link, Exception? failure)
    {
        link.Close();
        if (link != _link)
        {
            return;
        }

        _link = null;
        _output.Release();
        _outbox.Acknowledge(Interlocked.Read(ref _acknowledged));
        var now = Now;
        _state = _state.OnDown(now, _remoting.Settings.RetryGateClosedFor);
        var clean = failure is null && _goodbye is not null;
        if (_goodbye == DisassociateReason.Quarantined)
        {
            _state = _state.OnDialFailed(now, _remoting.Settings.RetryGateClosedFor, hopeless: true);
            _remoting.Publish(new ThisActorSystemQuarantinedEvent(_remoting.DefaultAddress, Peer));
        }
        else if (!clean)
        {
            var cause = new RemoteTransportException(
                failure is null ? "The peer closed the connection without a goodbye." : $"The connection broke: {failure.Message}",
                failure);
            _remoting.Publish(new AssociationErrorEvent(cause, _remoting.DefaultAddress, Peer, link.IsInbound, LogLevel.WarningLevel));
        }

        _remoting.Publish(new DisassociatedEvent(_remoting.DefaultAddress, Peer, link.IsInbound));
    }

    private void OnDialFailed(Exception failure)
    {
        if (_state.Phase != AssociationPhase.Dialling)
        {
            return;
        }

        EndDial();
        var now = Now;
        if (failure is HandshakeException { Reason: RefusalReason.AlreadyConnected })
        {
            _state = _state.OnYield(now);
            return;
        }

        var firstOfMany = _state.Failures == 0;
        _state = _state.OnDialFailed(now, MaximumGate(failure), failure is HandshakeException { IsHopeless: true });
        if (failure is HandshakeException { Reason: RefusalReason.Quarantined, ByPeer: true })
        {
            _remoting.Publish(new ThisActorSystemQuarantinedEvent(_remoting.DefaultAddress, Peer));
        }

        // The first failure is told at once, a refusal every time; retries of an unreachable peer only at their slowest pace.
        var level = firstOfMany || failure is HandshakeException ? LogLevel.WarningLevel : LogLevel.DebugLevel;
        _remoting.Publish(new AssociationErrorEvent(failure, _remoting.DefaultAddress, Peer, inbound: false, level));
    }

    /// <summary>A machine that is up says at once when nobody listens: asking it often costs nothing and finds a restarted peer soon.</summary>
    private TimeSpan MaximumGate(Exception failure)
    {
        var gate = _remoting.Settings.RetryGateClosedFor;
        return failure is SocketException { SocketErrorCode: SocketError.ConnectionRefused } && gate > AssociationState.Settled
            ? AssociationState.Settled
            : gate;
    }

    private async ValueTask OnQuarantineAsync(int? uid)
    {
        var now = Now;
        if (uid is not { } known)
        {
            _remoting.Log.Warning(
                "Association to [{0}] with unknown UID is reported as quarantined, but address cannot be quarantined without knowing the UID, gating instead.",
                Peer);
            if (_link is null && _state.Phase != AssociationPhase.Dialling)
            {
                _state = _state.OnDialFailed(now, _remoting.Settings.RetryGateClosedFor, hopeless: true);
                DropQueue();
            }

            return;
        }

        if (_state.QuarantinedUid == known || (_state.Uid is { } current && current != known))
        {
            return;
        }

        EndDial();
        var link = _link;
        _link = null;
        _state = _state.OnQuarantine(known, now, _remoting.Settings.RetryGateClosedFor);
        if (link is not null)
        {
            await SayGoodbyeAsync(link, DisassociateReason.Quarantined).ConfigureAwait(false);
            _remoting.Publish(new DisassociatedEvent(_remoting.DefaultAddress, Peer, link.IsInbound));
        }

        DropQueue();
        DropOutbox();
        _remoting.Publish(new QuarantinedEvent(Peer, known));
    }

    private void OnTick()
    {
        if (_link is not null)
        {
            _output.EndFrame(_output.BeginFrame(), FrameKind.Heartbeat);
        }
    }

    /// <summary>Sends what is waiting and a reason, and closes after it, if the peer takes it within the time for that.</summary>
    private async ValueTask EndAsync()
    {
        EndDial();
        await _timer.DisposeAsync().ConfigureAwait(false);
        if (_link is not null)
        {
            await WriteAllAsync().ConfigureAwait(false);
        }

        if (_link is { } link)
        {
            _link = null;
            await SayGoodbyeAsync(link, DisassociateReason.Shutdown).ConfigureAwait(false);
            await link.Reading.ConfigureAwait(false);
            link.Close();
            _remoting.Publish(new DisassociatedEvent(_remoting.DefaultAddress, Peer, link.IsInbound));
        }

        DropQueue();
        _output.Release();
    }

    private async ValueTask SayGoodbyeAsync(Link link, DisassociateReason reason)
    {
        link.Discard(this);
        using var output = new OutputBuffer(FrameHeader.Size + 1);
        var frame = output.BeginFrame();
        output.WriteByte((byte)reason);
        output.EndFrame(frame, FrameKind.Disassociate);
        try
        {
            await link.WriteAsync(output.Written).ConfigureAwait(false);
            link.FinishWriting();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            link.Close();
        }
    }
}
