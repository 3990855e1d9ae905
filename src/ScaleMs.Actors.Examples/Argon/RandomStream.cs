using System.Numerics;

namespace ScaleMs.Actors.Examples.Argon;

/// <summary>
/// xoshiro256** (Blackman and Vigna, 2018), seeded by splitmix64: the sequence depends on the seed only, not on the runtime's
/// version, so that a replica gives the same digits everywhere.
/// </summary>
internal sealed class RandomStream
{
    private readonly ulong[] _state = new ulong[4];
    private double? _spare;

    public RandomStream(int seed)
    {
        var counter = unchecked((ulong)seed);
        foreach (ref var word in _state.AsSpan())
        {
            counter += 0x9E3779B97F4A7C15;
            var mixed = (counter ^ (counter >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            word = mixed ^ (mixed >> 31);
        }
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Normal with mean 0 and variance 1, by Marsaglia's polar method.</summary>
    public double Gaussian()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        while (true)
        {
            var x = (2 * Uniform()) - 1;
            var y = (2 * Uniform()) - 1;
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                var scale = Math.Sqrt(-2 * Math.Log(square) / square);
                _spare = y * scale;
                return x * scale;
            }
        }
    }

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_state[1] * 5, 7) * 9;
        var shifted = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= shifted;
        _state[3] = BitOperations.RotateLeft(_state[3], 45);
        return result;
    }
}
