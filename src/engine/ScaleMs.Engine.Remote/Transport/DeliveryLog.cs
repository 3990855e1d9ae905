namespace Akka.Remote.Transport;

/// <summary>The receiving side of <see cref="ResendBuffer{T}"/>: each number is delivered once, however often it arrives.</summary>
internal sealed class DeliveryLog
{
    private long _delivered;

    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Whether this is the first time; TCP keeps the order, so a smaller number is a repetition.</summary>
    public bool Accept(long number)
    {
        if (number <= _delivered)
        {
            return false;
        }

        Volatile.Write(ref _delivered, number);
        return true;
    }

    public void Restart() => Volatile.Write(ref _delivered, 0);
}
