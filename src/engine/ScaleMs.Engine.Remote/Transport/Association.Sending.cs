using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

internal sealed partial class Association
{
    /// <summary>
    /// So many messages may wait as objects. Beyond, the sender's thread turns them into bytes itself: that slows it down,
    /// and lets what waits be counted in bytes.
    /// </summary>
    private const int MaximumDepth = 4096;

    private readonly ConcurrentQueue<OutboundMessage> _queue = new();
    private int _depth;
    private long _backlogBytes;
    private long _lastOverflowWarning = long.MinValue;
    private long _overflowed;

    /// <summary>Called from any thread, for every message; does not wait.</summary>
    public void Send(object message, IActorRef? sender, RemoteActorRef recipient)
    {
        SerializedMessage? serialized = null;
        if (message is not ISystemMessage)
        {
            if (_state is { Phase: AssociationPhase.Gated } gated && gated.Drops(Now))
            {
                _remoting.ToDeadLetters(message, sender, recipient);
                return;
            }

            if (Volatile.Read(ref _depth) >= MaximumDepth && !TryReserveBacklog(message, sender, recipient, out serialized))
            {
                return;
            }
        }

        var depth = Interlocked.Increment(ref _depth);
        _queue.Enqueue(new OutboundMessage(message, sender, recipient, serialized));
        if (depth == 1)
        {
            _signal.Set();
        }
    }

    private bool TryReserveBacklog(object message, IActorRef? sender, RemoteActorRef recipient, out SerializedMessage? serialized)
    {
        serialized = null;
        if (Interlocked.Read(ref _backlogBytes) < _remoting.TcpSettings.MaximumBacklogBytes)
        {
            serialized = TrySerialize(message, sender, recipient);
            if (serialized is null)
            {
                return false;
            }

            Interlocked.Add(ref _backlogBytes, serialized.Payload.Length);
            return true;
        }

        WarnOfOverflow();
        _remoting.ToDeadLetters(message, sender, recipient);
        return false;
    }

    private SerializedMessage? TrySerialize(object message, IActorRef? sender, RemoteActorRef recipient)
    {
        try
        {
            return _remoting.Serializer.Serialize(message);
        }
#pragma warning disable CA1031 // whatever a serializer throws concerns this one message
        catch (Exception e)
#pragma warning restore CA1031
        {
            ReportUnserializable(message, sender, recipient, e);
            return null;
        }
    }

    private void WarnOfOverflow()
    {
        var lost = Interlocked.Increment(ref _overflowed);
        var now = Environment.TickCount64;
        var last = Interlocked.Read(ref _lastOverflowWarning);
        if (now - last < 10_000 && last != long.MinValue || Interlocked.CompareExchange(ref _lastOverflowWarning, now, last) != last)
        {
            return;
        }

        _remoting.Log.Warning(
            "[{0}] takes messages more slowly than they are sent: {1} bytes wait for it (scalems.engine.remote.send-buffer-size); further messages go to dead letters ({2} so far).",
            Peer,
            _remoting.TcpSettings.MaximumBacklogBytes,
            lost);
    }

    private void ReportUnserializable(object message, IActorRef? sender, RemoteActorRef recipient, Exception e)
    {
        _remoting.Log.Error(e, "A message of type [{0}] to [{1}] cannot be serialized and is lost: {2}", message.GetType(), recipient.Path, e.Message);
        _remoting.ToDeadLetters(message, sender, recipient);
    }

    private async ValueTask WriteAllAsync()
    {
        while (_link is { } link)
        {
            FormatBatch(link);
            if (_output.Length == 0)
            {
                if (Volatile.Read(ref _depth) == 0)
                {
                    return;
                }

                // A sender has announced its message and is about to put it into the queue.
                await Task.Yield();
                continue;
            }

            try
            {
                await link.WriteAsync(_output.Written).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The read loop of a broken connection ends too, and knows the reason best; it only needs to be made sure of.
                link.Close();
                await link.Reading.ConfigureAwait(false);
                OnLinkDown(link, e);
            }
            finally
            {
                _output.Reset(BatchSize * 4);
            }

            if (!_commands.IsEmpty)
            {
                await TakeCommandsAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Puts what is due, up to a batch, into the output.</summary>
    private void FormatBatch(Link link)
    {
        _outbox.Acknowledge(Interlocked.Read(ref _acknowledged));
        if (Interlocked.Exchange(ref _acknowledgementDue, 0) != 0)
        {
            WriteAcknowledgement();
        }

        if (Volatile.Read(ref _depth) == 0)
        {
            return;
        }

        var taken = 0;
        using (_remoting.Serializer.Enter())
        {
            while (_output.Length < BatchSize && _queue.TryDequeue(out var message))
            {
                taken++;
                Format(link, message);
            }
        }

        Interlocked.Add(ref _depth, -taken);
    }

    private void Format(Link link, in OutboundMessage message)
    {
        if (message.Message is ISystemMessage)
        {
            if (TryKeep(message, out var number))
            {
                Format(link, message, number);
            }
        }
        else
        {
            Format(link, message, number: 0);
        }
    }

    /// <summary>A number above zero marks a system message.</summary>
    private void Format(Link link, in OutboundMessage message, long number)
    {
        byte[] payload;
        int serializerId;
        string manifest;
        if (message.Serialized is { } serialized)
        {
            (serializerId, manifest, payload) = serialized;
            Interlocked.Add(ref _backlogBytes, -payload.Length);
        }
        else
        {
            try
            {
                payload = _remoting.Serializer.Serialize(message.Message, out serializerId, out manifest);
            }
#pragma warning disable CA1031 // whatever a serializer throws concerns this one message
            catch (Exception e)
#pragma warning restore CA1031
            {
                ReportUnserializable(message.Message, message.Sender, message.Recipient, e);
                return;
            }
        }

        if (payload.Length > _remoting.TcpSettings.MaximumFrameSize)
        {
            ReportOversize(message, payload.Length);
            return;
        }

        if (_remoting.Settings.LogSend)
        {
            _remoting.Log.Debug("sending message [{0}] to [{1}] from [{2}]", message.Message.GetType(), message.Recipient, message.Sender);
        }

        var frame = _output.BeginFrame();
        if (number > 0)
        {
            _output.WriteVarint((ulong)number);
        }

        link.Envelopes.Write(_output, message.Recipient, message.Sender, serializerId, manifest, payload);
        _output.EndFrame(frame, number > 0 ? FrameKind.SystemMessage : FrameKind.Message);
    }

    private void ReportOversize(in OutboundMessage message, int size)
    {
        _remoting.Log.Error(
            "A message of type [{0}] to [{1}] is {2} bytes long; at most {3} are sent (akka.remote.dot-netty.tcp.maximum-frame-size). It goes to dead letters.",
            message.Message.GetType(),
            message.Recipient.Path,
            size,
            _remoting.TcpSettings.MaximumFrameSize);
        _remoting.ToDeadLetters(message.Message, message.Sender, message.Recipient);
    }

    /// <summary>Without a connection: system messages are kept, all others are lost.</summary>
    private void DropQueue()
    {
        var taken = 0;
        while (_queue.TryDequeue(out var message))
        {
            taken++;
            if (message.Message is ISystemMessage)
            {
                TryKeep(message, out _);
                continue;
            }

            if (message.Serialized is { } serialized)
            {
                Interlocked.Add(ref _backlogBytes, -serialized.Payload.Length);
            }

            _remoting.ToDeadLetters(message.Message, message.Sender, message.Recipient);
        }

        Interlocked.Add(ref _depth, -taken);
    }
}
