using System.Runtime.Intrinsics;
using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Tests.Argon;

internal static class Disordered
{
    /// <summary>A lattice shaken out of order, some of its atoms a few cubes away from the first one.</summary>
    public static Atoms Atoms(int count, int seed = 1, double amplitude = 0.12)
    {
        var random = new RandomStream(seed);
        var atoms = FccLattice.Create(count, Units.Density);
        foreach (ref var position in atoms.Positions.AsSpan(0, count))
        {
            var cubes = Vector256.Create(Whole(random), Whole(random), Whole(random), 0);
            var shift = Vector256.Create(random.Gaussian(), random.Gaussian(), random.Gaussian(), 0) * amplitude;
            position += (cubes * atoms.Box.Edge) + shift;
        }

        return atoms;
    }

    public static double Distance(Atoms atoms, int first, int second)
    {
        var separation = atoms.Box.Nearest(atoms.Positions[first] - atoms.Positions[second]);
        return Math.Sqrt(Vector256.Dot(separation, separation));
    }

    private static double Whole(RandomStream random) => Math.Floor(random.Uniform() * 5) - 2;
}
