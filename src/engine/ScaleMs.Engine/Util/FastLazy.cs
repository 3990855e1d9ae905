namespace Akka.Util;

/// <summary>A value made at the first use, once; a producer that throws throws at every use.</summary>
public sealed class FastLazy<T>
{
    private readonly Lazy<T> _lazy;

    public FastLazy(Func<T> producer)
    {
        ArgumentNullException.ThrowIfNull(producer);
        _lazy = new Lazy<T>(producer);
    }

    public T Value => _lazy.Value;

    public bool IsValueCreated() => _lazy.IsValueCreated;
}
