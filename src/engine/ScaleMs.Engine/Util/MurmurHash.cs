using System.Numerics;
using System.Runtime.InteropServices;

namespace Akka.Util;

/// <summary>Austin Appleby's MurmurHash 3, in the form that streams values through changing multipliers.</summary>
public static class MurmurHash
{
    public const uint StartMagicA = 0x95543787;
    public const uint StartMagicB = 0x2ad7eb25;

    private const uint VisibleMagic = 0x971e137b;
    private const uint VisibleMixer = 0x52dce729;
    private const uint MixerA = 0x7b7d159c;
    private const uint MixerB = 0x6bce6396;
    private const uint Final1 = 0x85ebca6b;
    private const uint Final2 = 0xc2b2ae35;
    private const uint SeedString = 0xf7ca7fd2;
    private const uint SeedArray = 0x3c074a61;

    public static uint StartHash(uint seed) => seed ^ VisibleMagic;

    public static uint NextMagicA(uint magicA) => (magicA * 5) + MixerA;

    public static uint NextMagicB(uint magicB) => (magicB * 5) + MixerB;

    public static uint ExtendHash(uint hash, uint value, uint magicA, uint magicB) =>
        ((hash ^ (BitOperations.RotateLeft(value * magicA, 11) * magicB)) * 3) + VisibleMixer;

    public static uint FinalizeHash(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * Final1;
        hash = (hash ^ (hash >> 13)) * Final2;
        return hash ^ (hash >> 16);
    }

    public static int ArrayHash<T>(T[] a)
    {
        ArgumentNullException.ThrowIfNull(a);
        var stream = new Stream(StartHash((uint)a.Length * SeedArray));
        foreach (var item in a)
        {
            stream.Add((uint)(item?.GetHashCode() ?? 0));
        }

        return stream.Finish();
    }

    public static int ByteHash(byte[] b)
    {
        ArgumentNullException.ThrowIfNull(b);
        var stream = new Stream(StartHash((uint)b.Length * SeedArray));
        var words = MemoryMarshal.Cast<byte, uint>(b);
        foreach (var word in words)
        {
            stream.Add(word);
        }

        var last = 0u;
        foreach (var rest in b.AsSpan(words.Length * sizeof(uint)))
        {
            last = (last << 8) | rest;
        }

        stream.Add(last);
        return stream.Finish();
    }

    /// <summary>The same for the same text in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
    public static int StringHash(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        var stream = new Stream(StartHash((uint)s.Length * SeedString));
        var pairs = s.Length & ~1;
        for (var i = 0; i < pairs; i += 2)
        {
            stream.Add(((uint)s[i] << 16) + s[i + 1]);
        }

        if (pairs < s.Length)
        {
            stream.Add(s[^1]);
        }

        return stream.Finish();
    }

    /// <summary>A hash that does not depend on the order of the items.</summary>
    public static int SymmetricHash<T>(IEnumerable<T> xs, uint seed)
    {
        ArgumentNullException.ThrowIfNull(xs);
        var (sum, xor, count, product) = (0u, 0u, 0u, 1u);
        foreach (var item in xs)
        {
            var hash = (uint)(item?.GetHashCode() ?? 0);
            sum += hash;
            xor ^= hash;
            count++;
            product *= hash == 0 ? 1 : hash;
        }

        var stream = new Stream(StartHash(seed * count));
        stream.Add(sum);
        stream.Add(xor);
        stream.Add(product);
        return stream.Finish();
    }

    private struct Stream(uint hash)
    {
        private uint _hash = hash;
        private uint _magicA = StartMagicA;
        private uint _magicB = StartMagicB;

        public void Add(uint value)
        {
            _hash = ExtendHash(_hash, value, _magicA, _magicB);
            _magicA = NextMagicA(_magicA);
            _magicB = NextMagicB(_magicB);
        }

        public readonly int Finish() => (int)FinalizeHash(_hash);
    }
}
