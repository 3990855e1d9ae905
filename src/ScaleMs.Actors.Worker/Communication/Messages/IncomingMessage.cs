using System.Buffers;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>A message of which at least the header has arrived, and that is not received whole.</summary>
/// <param name="number">Its number among all of its sender.</param>
/// <param name="channel">Where it may be received.</param>
/// <param name="form">What it consists of.</param>
/// <param name="length">Its length in bytes.</param>
/// <param name="announced">It is sent when it is received.</param>
internal sealed class IncomingMessage(uint number, Channel channel, TypeCode form, int length, bool announced)
{
    private Memory<byte> _target;
    private byte[]? _buffer;
    private int _arrived;

    public uint Number => number;

    public Channel Channel => channel;

    public TypeCode Form => form;

    public int Length => length;

    public bool IsAnnounced => announced;

    /// <summary>Nothing of it will arrive any more. An announced one is sent only when it is received, even if it is empty.</summary>
    public bool IsWhole => _arrived == length && (!announced || Receive is not null || IsDropped);

    /// <summary>The receive that it is for, once there is one.</summary>
    public PendingReceive? Receive { get; private set; }

    /// <summary>Nobody wants it: what still arrives is dropped.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Goes to this receive; what has arrived already is copied to it at the end.</summary>
    public void GoTo(PendingReceive receive)
    {
        Receive = receive;
        if (_buffer is null && receive.Memory is { } memory)
        {
            _target = memory[..length];
        }
        else
        {
            Keep();
        }
    }

    /// <summary>Gets a buffer of its own, if it has none.</summary>
    public void Keep()
    {
        _buffer ??= length == 0 ? [] : ArrayPool<byte>.Shared.Rent(length);
        _target = _buffer.AsMemory(0, length);
    }

    /// <summary>Adds the next bytes. False if there are more than the message has.</summary>
    public bool TryAdd(ReadOnlySpan<byte> content)
    {
        if (content.Length > length - _arrived)
        {
            return false;
        }

        if (!IsDropped)
        {
            content.CopyTo(_target.Span[_arrived..]);
        }

        _arrived += content.Length;
        return true;
    }

    /// <summary>The whole message; it is in the receive's memory or in a buffer that the caller returns.</summary>
    public ReceivedMessage Take()
    {
        if (_buffer is not null && Receive!.Memory is { } memory)
        {
            _target.CopyTo(memory);
            Free();
        }

        return new ReceivedMessage(form, length, _buffer);
    }

    /// <summary>Drops the bytes that have arrived, and those that will. Returns the receive that it was for.</summary>
    public PendingReceive? Drop()
    {
        var receive = Receive;
        (IsDropped, Receive) = (true, null);
        Free();
        return receive;
    }

    private void Free()
    {
        if (_buffer is { Length: > 0 })
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        (_buffer, _target) = (null, default);
    }
}
