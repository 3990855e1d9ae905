using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Worker.Mpi;

/// <summary>Who is at the other end of a Unix socket; see unix(7), SO_PEERCRED.</summary>
internal static class PeerCredentials
{
    private const int SocketLevel = 1;
    private const int Credentials = 17;

    public static uint UserOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        _ = socket.GetRawSocketOption(SocketLevel, Credentials, credentials);
        return MemoryMarshal.Read<uint>(credentials[4..]);
    }
}
