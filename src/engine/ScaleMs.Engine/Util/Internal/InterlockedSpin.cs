namespace Akka.Util.Internal;

public static class InterlockedSpin
{
    /// <summary>Replaces the reference by what <paramref name="updater"/> makes of it, again until nobody interfered.</summary>
    public static T Swap<T>(ref T reference, Func<T, T> updater) where T : class
    {
        var spin = default(SpinWait);
        while (true)
        {
            var current = Volatile.Read(ref reference);
            var updated = updater(current);
            if (ReferenceEquals(Interlocked.CompareExchange(ref reference, updated, current), current))
            {
                return updated;
            }

            spin.SpinOnce();
        }
    }

    /// <summary>As <see cref="Swap"/>, but only where the first item that <paramref name="updateIfTrue"/> returns is true.</summary>
    public static TReturn ConditionallySwap<T, TReturn>(ref T reference, Func<T, (bool, T, TReturn)> updateIfTrue) where T : class
    {
        var spin = default(SpinWait);
        while (true)
        {
            var current = Volatile.Read(ref reference);
            var (update, updated, result) = updateIfTrue(current);
            if (!update || ReferenceEquals(Interlocked.CompareExchange(ref reference, updated, current), current))
            {
                return result;
            }

            spin.SpinOnce();
        }
    }
}
