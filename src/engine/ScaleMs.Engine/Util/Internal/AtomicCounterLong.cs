using System.Globalization;

namespace Akka.Util.Internal;

public class AtomicCounterLong : IAtomicCounter<long>
{
    private long _value;

    public AtomicCounterLong() { }

    public AtomicCounterLong(long value) => _value = value;

    public long Current => Interlocked.Read(ref _value);

    public long Next() => Interlocked.Increment(ref _value);

    public long IncrementAndGet() => Interlocked.Increment(ref _value);

    public long GetAndIncrement() => Interlocked.Increment(ref _value) - 1;

    public long DecrementAndGet() => Interlocked.Decrement(ref _value);

    public long AddAndGet(long amount) => Interlocked.Add(ref _value, amount);

    public long GetAndAdd(long amount) => Interlocked.Add(ref _value, amount) - amount;

    public long GetAndSet(long value) => Interlocked.Exchange(ref _value, value);

    public bool CompareAndSet(long expected, long newValue) => Interlocked.CompareExchange(ref _value, newValue, expected) == expected;

    public void Reset() => Interlocked.Exchange(ref _value, 0);

    public override string ToString() => Current.ToString(CultureInfo.InvariantCulture);
}
