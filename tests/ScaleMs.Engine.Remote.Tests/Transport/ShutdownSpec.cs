using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote.Transport;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Transport;

public class ShutdownSpec : RemoteSpec
{
    private static readonly Address Peer = new("akka.tcp", "peer", "127.0.0.1", 1);

    private readonly TcpRemoting _remoting;

    public ShutdownSpec() => _remoting = (TcpRemoting)RARP.For(Sys).Provider.Transport;

    [Fact]
    public async Task An_association_that_the_shutdown_came_too_early_to_see_ends_too()
    {
        await _remoting.Shutdown().WaitAsync(Patience);
        await _remoting.AssociationWith(Peer).Running.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_connection_that_comes_up_after_the_end_is_closed()
    {
        var association = _remoting.AssociationWith(Peer);
        await _remoting.Shutdown().WaitAsync(Patience);
        Assert.True(association.Running.IsCompleted);

        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var ours = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await ours.ConnectAsync(listener.LocalEndPoint!);
        using var theirs = await listener.AcceptAsync();
        var link = new Link(ours, new NetworkStream(ours), new FrameDecoder(16, 16), Peer, 1, inbound: false, TimeProvider.System);
        association.Post(new AssociationCommand.LinkUp(link));
        Assert.Equal(0, await theirs.ReceiveAsync(new byte[1]).WaitAsync(Patience));
    }
}
