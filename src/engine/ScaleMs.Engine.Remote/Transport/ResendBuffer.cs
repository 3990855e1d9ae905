namespace Akka.Remote.Transport;

/// <summary>Messages that must arrive: numbered, and kept until the peer has acknowledged them.</summary>
internal sealed class ResendBuffer<T>(int capacity)
{
    private readonly Queue<T> _unacknowledged = new();
    private long _acknowledged;

    public int Count => _unacknowledged.Count;

    public bool IsFull => _unacknowledged.Count >= capacity;

    /// <summary>The number of the oldest message kept.</summary>
    public long FirstNumber => _acknowledged + 1;

    /// <summary>Oldest first: what a new connection is sent before anything else.</summary>
    public IEnumerable<T> Unacknowledged => _unacknowledged;

    /// <summary>Keeps the message; returns its number.</summary>
    public long Add(T message)
    {
        _unacknowledged.Enqueue(message);
        return _acknowledged + _unacknowledged.Count;
    }

    /// <summary>Forgets everything up to a number. Numbers never given out are ignored.</summary>
    public void Acknowledge(long number)
    {
        if (number > _acknowledged + _unacknowledged.Count)
        {
            return;
        }

        while (_acknowledged < number)
        {
            _unacknowledged.Dequeue();
            _acknowledged++;
        }
    }

    /// <summary>A new run of the peer counts from one again; what was meant for the old one is returned.</summary>
    public T[] Restart()
    {
        var lost = _unacknowledged.ToArray();
        _unacknowledged.Clear();
        _acknowledged = 0;
        return lost;
    }
}
