using System.Diagnostics.CodeAnalysis;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>The messages of one rank that are not received whole, and the receives that have none. Not safe for several threads.</summary>
internal sealed class Arrivals
{
    private readonly MatchQueues _queues = new();
    private readonly Dictionary<uint, IncomingMessage> _arriving = [];
    private OwedCredit _owed;

    /// <summary>Gives a receive the next message of its channel; false if there is none.</summary>
    public bool TryReceive(PendingReceive receive, ref InboxStep step)
    {
        if (!_queues.TryTake(receive.Channel, out IncomingMessage? message))
        {
            return false;
        }

        Match(message, receive, ref step);
        Settle(message, ref step);
        return true;
    }

    /// <summary>A receive without a message waits.</summary>
    public void Wait(PendingReceive receive) => _queues.Add(receive);

    /// <summary>Removes a receive that waits; false if its message is on its way.</summary>
    public bool Remove(PendingReceive receive) => _queues.Remove(receive);

    /// <summary>A message has arrived, or some of it. False if there is more of it than there should be.</summary>
    public bool TryAdd(IncomingMessage message, ReadOnlySpan<byte> content, bool isWanted, ref InboxStep step)
    {
        if (!isWanted)
        {
            Drop(message, ref step);
        }
        else if (_queues.TryTake(message.Channel, out PendingReceive? receive))
        {
            Match(message, receive, ref step);
        }
        else
        {
            _queues.Add(message);
            if (!message.IsAnnounced)
            {
                message.Keep();
            }
        }

        return TryGrow(message, content, ref step);
    }

    /// <summary>More of a message has arrived. False if it is not expected, or is more than there should be.</summary>
    public bool TryGrow(uint number, ReadOnlySpan<byte> content, ref InboxStep step)
    {
        if (!_arriving.TryGetValue(number, out var message))
        {
            return false;
        }

        if (message.IsAnnounced)
        {
            _owed.Part(content.Length, ref step);
        }

        return TryGrow(message, content, ref step);
    }

    /// <summary>An announced message is not sent. A receive that it was for waits for the next one.</summary>
    public void Withdraw(uint number, ref InboxStep step)
    {
        if (!_arriving.Remove(number, out var message) || _queues.Remove(message) || message.Drop() is not { } receive)
        {
            return;
        }

        if (receive.Canceled is { } cancellation)
        {
            step.Fail(receive, new OperationCanceledException(cancellation));
        }
        else if (!TryReceive(receive, ref step))
        {
            _queues.PutBack(receive);
        }
    }

    /// <summary>Takes the next receive of a channel that waits.</summary>
    public bool TryTake(Channel channel, [NotNullWhen(true)] out PendingReceive? receive) => _queues.TryTake(channel, out receive);

    /// <summary>Drops the next message of a channel that waits; false if there is none.</summary>
    public bool TryDrop(Channel channel, ref InboxStep step)
    {
        if (!_queues.TryTake(channel, out IncomingMessage? message))
        {
            return false;
        }

        Drop(message, ref step);
        Settle(message, ref step);
        return true;
    }

    /// <summary>Drops the messages of a channel that are on their way. Returns the receives that they were for.</summary>
    public List<PendingReceive> DropArriving(Channel channel) =>
        [.. _arriving.Values.Where(message => message.Channel == channel).Select(static message => message.Drop()).OfType<PendingReceive>()];

    /// <summary>Nothing more arrives: only whole messages stay. Returns all receives.</summary>
    public List<PendingReceive> End()
    {
        List<PendingReceive> receives = [.. _queues.Receives()];
        receives.ForEach(receive => _queues.Remove(receive));
        foreach (var message in _arriving.Values)
        {
            _queues.Remove(message);
            if (message.Drop() is { } receive)
            {
                receives.Add(receive);
            }
        }

        _arriving.Clear();
        return receives;
    }

    private static void Match(IncomingMessage message, PendingReceive receive, ref InboxStep step)
    {
        if (receive.WhyNot(message.Form, message.Length) is { } reason)
        {
            step.Fail(receive, new InvalidOperationException(reason));
            Drop(message, ref step);
            return;
        }

        message.GoTo(receive);
        if (message.IsAnnounced)
        {
            step.Answer(PacketKind.Acceptance, message);
        }
    }

    private static void Drop(IncomingMessage message, ref InboxStep step)
    {
        message.Drop();
        if (message.IsAnnounced)
        {
            step.Answer(PacketKind.Refusal, message);
        }
    }

    private bool TryGrow(IncomingMessage message, ReadOnlySpan<byte> content, ref InboxStep step)
    {
        if (!message.TryAdd(content))
        {
            return false;
        }

        Settle(message, ref step);
        return true;
    }

    /// <summary>Decides what becomes of a message after it was matched, was dropped, or grew.</summary>
    private void Settle(IncomingMessage message, ref InboxStep step)
    {
        if (!message.IsWhole && !step.Refuses)
        {
            _arriving.TryAdd(message.Number, message);
            return;
        }

        _arriving.Remove(message.Number);
        if (message.Receive is not null)
        {
            step.Complete(message);
        }

        if (!message.IsAnnounced && (message.Receive is not null || message.IsDropped))
        {
            _owed.Message(message.Length, ref step);
        }
    }
}
