using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

#pragma warning disable CA1001 // Its token is watched until the process ends.
internal sealed partial class TcpRemoting
#pragma warning restore CA1001
{
    /// <summary>
    /// Connections that have not yet said who they are. An honest peer is done in a few milliseconds, so this is far more
    /// than honest peers need, and what strangers can hold is 256 times a few KiB.
    /// </summary>
    private const int MaximumStrangers = 256;

    private int _strangers;

    private async Task AcceptAllAsync(Socket listener, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(stopping).ConfigureAwait(false);
                if (Interlocked.Increment(ref _strangers) > MaximumStrangers)
                {
                    Interlocked.Decrement(ref _strangers);
                    socket.Dispose();
                }
                else
                {
                    _ = AcceptAsync(socket, stopping);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // One connection that was gone before it was taken, or no descriptor left: the next may do better.
                Log.Warning("A connection could not be accepted: {0}", e.Message);
                await Task.Delay(AssociationState.FirstGate, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task AcceptAsync(Socket socket, CancellationToken stopping)
    {
        var from = socket.RemoteEndPoint;
        try
        {
            var link = await Connector.AcceptAsync(socket, stopping).ConfigureAwait(false);
            AssociationWith(link.Peer).Post(new AssociationCommand.LinkUp(link));
        }
        catch (HandshakeException e)
        {
            var level = e.Reason == RefusalReason.AlreadyConnected ? LogLevel.DebugLevel : LogLevel.WarningLevel;
            Log.Log(level, null, "Connection from {0}: {1}", from, e.Message);
        }
#pragma warning disable CA1031 // what a stranger does wrong ends its connection and nothing else
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!stopping.IsCancellationRequested)
            {
                Log.Warning("A connection from {0} was dropped before it was known whose it is: {1}", from, e.Message);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _strangers);
        }
    }

    /// <summary>Whether a peer that has proved the secret is let in.</summary>
    private Refusal? Admit(Hello hello)
    {
        if (_stopping.IsCancellationRequested)
        {
            return new Refusal(RefusalReason.ShuttingDown, $"[{DefaultAddress}] is shutting down.");
        }

        if (!Address.TryParse(hello.Target, out var target) || !target.Equals(DefaultAddress))
        {
            return new Refusal(RefusalReason.WrongAddress, $"[{hello.Target}] was dialled, but this is [{DefaultAddress}]; an actor system is reached only by the address it gives itself.");
        }

        return !Address.TryParse(hello.Address, out var peer) || !peer.HasGlobalScope || peer.Equals(DefaultAddress)
            ? new Refusal(RefusalReason.WrongAddress, $"[{hello.Address}] is not the address of another actor system.")
            : AssociationWith(peer).Admit(hello);
    }
}
