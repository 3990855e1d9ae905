using System.Net;
using System.Net.Sockets;

namespace ScaleMs.Benchmarks.Engine.TwoProcesses;

/// <summary>A way to another port that counts the bytes towards it.</summary>
internal sealed class CountingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly int _target;
    private long _bytes;

    public CountingProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>How many bytes were sent to the target so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public void Dispose()
    {
        _listener.Stop();
        lock (_open)
        {
            _open.ForEach(static client => client.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient near;
            try
            {
                near = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                return;
            }

            var far = new TcpClient { NoDelay = true };
            near.NoDelay = true;
            lock (_open)
            {
                _open.AddRange([near, far]);
            }

            await far.ConnectAsync(IPAddress.Loopback, _target);
            _ = CopyAsync(near.GetStream(), far.GetStream(), counts: true);
            _ = CopyAsync(far.GetStream(), near.GetStream(), counts: false);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool counts)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer) is var read and > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read));
                if (counts)
                {
                    Interlocked.Add(ref _bytes, read);
                }
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException)
        {
            // The end of a connection is the end of the copy.
        }
    }
}
