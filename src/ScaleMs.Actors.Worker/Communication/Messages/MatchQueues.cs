using System.Diagnostics.CodeAnalysis;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>Brings messages from one rank and receives together, in the order in which they came. Not safe for several threads.</summary>
internal sealed class MatchQueues
{
    // Every collective operation has a channel of its own for a short time.
    private const int MostSpare = 16;

    private readonly Dictionary<Channel, MatchQueue> _queues = [];
    private readonly Stack<MatchQueue> _spare = [];

    public bool TryTake(Channel channel, [NotNullWhen(true)] out IncomingMessage? message)
    {
        message = null;
        if (_queues.TryGetValue(channel, out var queue) && queue.Messages.First is { } first)
        {
            message = first.Value;
            queue.Messages.RemoveFirst();
            Tidy(channel, queue);
        }

        return message is not null;
    }

    public bool TryTake(Channel channel, [NotNullWhen(true)] out PendingReceive? receive)
    {
        receive = null;
        if (_queues.TryGetValue(channel, out var queue) && queue.Receives.First is { } first)
        {
            receive = first.Value;
            queue.Receives.RemoveFirst();
            Tidy(channel, queue);
        }

        return receive is not null;
    }

    public void Add(IncomingMessage message) => QueueOf(message.Channel).Messages.AddLast(message);

    public void Add(PendingReceive receive) => QueueOf(receive.Channel).Receives.AddLast(receive);

    /// <summary>A receive that lost its message is the first again.</summary>
    public void PutBack(PendingReceive receive) => QueueOf(receive.Channel).Receives.AddFirst(receive);

    public bool Remove(IncomingMessage message)
    {
        if (!_queues.TryGetValue(message.Channel, out var queue) || !queue.Messages.Remove(message))
        {
            return false;
        }

        Tidy(message.Channel, queue);
        return true;
    }

    public bool Remove(PendingReceive receive)
    {
        if (!_queues.TryGetValue(receive.Channel, out var queue) || !queue.Receives.Remove(receive))
        {
            return false;
        }

        Tidy(receive.Channel, queue);
        return true;
    }

    /// <summary>All receives that wait, in no order.</summary>
    public IEnumerable<PendingReceive> Receives() => _queues.Values.SelectMany(static queue => queue.Receives);

    private MatchQueue QueueOf(Channel channel)
    {
        if (!_queues.TryGetValue(channel, out var queue))
        {
            queue = _spare.TryPop(out var spare) ? spare : new MatchQueue();
            _queues.Add(channel, queue);
        }

        return queue;
    }

    private void Tidy(Channel channel, MatchQueue queue)
    {
        if (queue.IsEmpty)
        {
            _queues.Remove(channel);
            if (_spare.Count < MostSpare)
            {
                _spare.Push(queue);
            }
        }
    }
}
