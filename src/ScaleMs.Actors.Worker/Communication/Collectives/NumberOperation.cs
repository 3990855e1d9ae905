using System.Numerics;
using System.Runtime.InteropServices;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Communication.Collectives;

/// <summary>Combines numbers element by element.</summary>
internal static class NumberOperation
{
    /// <summary>Replaces each number of <paramref name="into"/> by its combination with that of <paramref name="other"/>.</summary>
    public static void Combine<T>(ReduceOperation operation, Span<T> into, ReadOnlySpan<T> other)
        where T : unmanaged, INumber<T>
    {
        switch (operation)
        {
            case ReduceOperation.Sum:
                Combine<T, Sum>(into, other);
                break;
            case ReduceOperation.Product:
                Combine<T, Product>(into, other);
                break;
            case ReduceOperation.Min:
                Combine<T, Min>(into, other);
                break;
            default:
                Combine<T, Max>(into, other);
                break;
        }
    }

    private static void Combine<T, TPair>(Span<T> into, ReadOnlySpan<T> other)
        where T : unmanaged, INumber<T>
        where TPair : IPair
    {
        var at = 0;
        if (Vector<T>.IsSupported)
        {
            var left = MemoryMarshal.Cast<T, Vector<T>>(into);
            var right = MemoryMarshal.Cast<T, Vector<T>>(other);
            for (var i = 0; i < left.Length; i++)
            {
                left[i] = TPair.Of(left[i], right[i]);
            }

            at = left.Length * Vector<T>.Count;
        }

        for (; at < into.Length; at++)
        {
            into[at] = TPair.Of(into[at], other[at]);
        }
    }

    private interface IPair
    {
        static abstract Vector<T> Of<T>(Vector<T> left, Vector<T> right);

        static abstract T Of<T>(T left, T right)
            where T : INumber<T>;
    }

    private readonly struct Sum : IPair
    {
        public static Vector<T> Of<T>(Vector<T> left, Vector<T> right) => left + right;

        public static T Of<T>(T left, T right)
            where T : INumber<T> => unchecked(left + right);
    }

    private readonly struct Product : IPair
    {
        public static Vector<T> Of<T>(Vector<T> left, Vector<T> right) => left * right;

        public static T Of<T>(T left, T right)
            where T : INumber<T> => unchecked(left * right);
    }

    private readonly struct Min : IPair
    {
        public static Vector<T> Of<T>(Vector<T> left, Vector<T> right) => Vector.Min(left, right);

        public static T Of<T>(T left, T right)
            where T : INumber<T> => T.Min(left, right);
    }

    private readonly struct Max : IPair
    {
        public static Vector<T> Of<T>(Vector<T> left, Vector<T> right) => Vector.Max(left, right);

        public static T Of<T>(T left, T right)
            where T : INumber<T> => T.Max(left, right);
    }
}
