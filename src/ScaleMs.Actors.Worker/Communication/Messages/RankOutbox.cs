namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>What this rank sends to another one.</summary>
/// <param name="endpoint">Sends the packets.</param>
/// <param name="rank">The receiver.</param>
internal sealed class RankOutbox(RankEndpoint endpoint, int rank)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, PendingSend> _announced = [];
    private readonly Queue<PendingSend> _accepted = [];
    private Func<Exception>? _end;
    private uint _last;
    private int _messageCredit = RankWindow.Messages;
    private int _partCredit = RankWindow.Parts;
    private bool _sendsParts;

    /// <summary>Sends a message, unless it must be announced.</summary>
    public bool TrySend(Channel channel, TypeCode form, ReadOnlySpan<byte> content)
    {
        if (content.Length > RankWindow.MostUnannounced)
        {
            return false;
        }

        uint number;
        lock (_gate)
        {
            ThrowIfEnded();
            if (_messageCredit < RankWindow.ChargeOf(content.Length))
            {
                return false;
            }

            _messageCredit -= RankWindow.ChargeOf(content.Length);
            number = ++_last;
        }

        var at = Math.Min(content.Length, RankPacket.MostContent);
        endpoint.Send(rank, new RankPacket(PacketKind.Message, number, form, channel, content.Length), content[..at]);
        while (at < content.Length)
        {
            var part = content.Slice(at, Math.Min(content.Length - at, RankPacket.MostContent));
            endpoint.Send(rank, new RankPacket(PacketKind.Part, number), part);
            at += part.Length;
        }

        return true;
    }

    /// <summary>Announces a message, which completes when the receiver has taken it.</summary>
    public void Announce(Channel channel, TypeCode form, PendingSend send)
    {
        lock (_gate)
        {
            ThrowIfEnded();
            send.Number = ++_last;
            _announced.Add(send.Number, send);
        }

        endpoint.Send(rank, new RankPacket(PacketKind.Announcement, send.Number, form, channel, send.Length), []);
    }

    /// <summary>Withdraws a message that the receiver has not accepted yet.</summary>
    public void Withdraw(PendingSend send, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_announced.Remove(send.Number))
            {
                return;
            }
        }

        endpoint.Send(rank, new RankPacket(PacketKind.Withdrawal, send.Number), []);
        send.TrySetCanceled(cancellation);
    }

    /// <summary>The receiver has answered an announcement; it may have been withdrawn at the same time.</summary>
    public void Answered(uint number, bool accepted)
    {
        PendingSend? send;
        lock (_gate)
        {
            if (!_announced.Remove(number, out send))
            {
                return;
            }

            if (accepted && send.Length > 0)
            {
                _accepted.Enqueue(send);
                send = null;
            }
        }

        send?.TrySetResult();
        SendParts();
    }

    public void MessageCredit(int bytes)
    {
        lock (_gate)
        {
            _messageCredit += bytes;
        }
    }

    public void PartCredit(int bytes)
    {
        lock (_gate)
        {
            _partCredit += bytes;
        }

        SendParts();
    }

    /// <summary>Nothing more can be sent.</summary>
    public void End(Func<Exception> error)
    {
        List<PendingSend> ended;
        lock (_gate)
        {
            _end = error;
            ended = [.. _announced.Values, .. _accepted];
            _announced.Clear();
            _accepted.Clear();
        }

        ended.ForEach(send => send.TrySetException(error()));
    }

    /// <summary>Sends accepted messages as far as there is credit. One thread does it at a time, so the parts of a message stay in order.</summary>
    private void SendParts()
    {
        var goesOn = false;
        while (TryNextPart(goesOn, out var send, out var part))
        {
            goesOn = true;
            endpoint.Send(rank, new RankPacket(PacketKind.Part, send.Number), part.Span);
            if (send.IsSent)
            {
                send.TrySetResult();
            }
        }
    }

    private bool TryNextPart(bool goesOn, out PendingSend send, out ReadOnlyMemory<byte> part)
    {
        lock (_gate)
        {
            part = default;
            if (!_accepted.TryPeek(out send!) || (_sendsParts && !goesOn) || _partCredit < RankPacket.ShortHeader + send.NextLength)
            {
                _sendsParts &= !goesOn;
                return false;
            }

            part = send.Next();
            _partCredit -= RankPacket.ShortHeader + part.Length;
            _sendsParts = true;
            if (send.IsSent)
            {
                _accepted.Dequeue();
            }

            return true;
        }
    }

    private void ThrowIfEnded()
    {
        if (_end is not null)
        {
            throw _end();
        }
    }
}
