namespace Akka.Util.Internal;

public class AtomicCounter : IAtomicCounter<int>
{
    private int _value;

    public AtomicCounter() { }

    public AtomicCounter(int initialValue) => _value = initialValue;

    public int Current => Volatile.Read(ref _value);

    public int Next() => Interlocked.Increment(ref _value);

    public int IncrementAndGet() => Interlocked.Increment(ref _value);

    public int GetAndIncrement() => Interlocked.Increment(ref _value) - 1;

    public int Decrement() => Interlocked.Decrement(ref _value);

    public int DecrementAndGet() => Interlocked.Decrement(ref _value);

    public int GetAndDecrement() => Interlocked.Decrement(ref _value) + 1;

    public int AddAndGet(int amount) => Interlocked.Add(ref _value, amount);

    public int GetAndAdd(int amount) => Interlocked.Add(ref _value, amount) - amount;

    public int GetAndSet(int value) => Interlocked.Exchange(ref _value, value);

    public bool CompareAndSet(int expected, int newValue) => Interlocked.CompareExchange(ref _value, newValue, expected) == expected;

    public void Reset() => Volatile.Write(ref _value, 0);
}
