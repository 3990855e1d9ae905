using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>One authenticated connection: what is read from it goes to its <see cref="Association"/>, which alone writes to it.</summary>
internal sealed class Link(Socket socket, Stream stream, FrameDecoder input, Address peer, int peerUid, bool inbound, TimeProvider time)
{
    private Task _reading = Task.CompletedTask;
    private long _lastRead = time.GetTimestamp();
    private int _closed;
    private volatile bool _discarding;

    public Address Peer { get; } = peer;

    /// <summary>The peer's run that is at the other end.</summary>
    public int PeerUid { get; } = peerUid;

    /// <summary>Whether the peer opened it.</summary>
    public bool IsInbound { get; } = inbound;

    public EnvelopeWriter Envelopes { get; } = new();

    /// <summary>Set when the link is adopted.</summary>
    public EnvelopeReader? Incoming { get; set; }

    /// <summary>Ends when nothing more will be read.</summary>
    public Task Reading => _reading;

    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _lastRead));

    public void StartReading(ILinkReader reader) => _reading = ReadAllAsync(reader);

    /// <summary>From now on what the peer sends is read and forgotten, until it closes the connection.</summary>
    public void Discard(ILinkReader reader)
    {
        _discarding = true;
        if (Incoming is null)
        {
            StartReading(reader);
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames) => stream.WriteAsync(frames);

    /// <summary>Nothing more will be written; the peer reads what is on its way, then closes too.</summary>
    public void FinishWriting()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Close();
        }
    }

    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            socket.Dispose();
            stream.Dispose();
        }
    }

    private async Task ReadAllAsync(ILinkReader reader)
    {
        Exception? failure = null;
        try
        {
            // The first frames may have come with the last of the handshake.
            do
            {
                Volatile.Write(ref _lastRead, time.GetTimestamp());
                if (_discarding)
                {
                    input.Consume(input.Buffered.Length);
                }
                else
                {
                    reader.Read(this, input);
                }
            }
            while (await FillAsync().ConfigureAwait(false));
        }
#pragma warning disable CA1031 // every way a connection can end is reported, none is an error of this loop
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }
        finally
        {
            input.Dispose();
        }

        reader.OnReadEnd(this, failure);
    }

    private async ValueTask<bool> FillAsync()
    {
        var count = await stream.ReadAsync(input.GetMemory()).ConfigureAwait(false);
        input.Advance(count);
        return count > 0;
    }
}
