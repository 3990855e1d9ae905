using System.Runtime.Intrinsics;
using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Tests.Argon;

public class RadialDistributionTests
{
    [Fact]
    public void Atoms_without_order_have_one_everywhere()
    {
        var random = new RandomStream(9);
        var distribution = new RadialDistribution();
        var atoms = FccLattice.Create(500, Units.Density);
        for (var frame = 0; frame < 40; frame++)
        {
            foreach (ref var position in atoms.Positions.AsSpan(0, atoms.Count))
            {
                position = Vector256.Create(random.Uniform(), random.Uniform(), random.Uniform(), 0) * atoms.Box.Edge;
            }

            distribution.Add(atoms, new NeighbourList(atoms));
        }

        // 20 bins at a time: some 20,000 pairs far out, so that one percent is counting noise.
        var means = Enumerable.Range(5, 6).Select(block => Enumerable.Range(20 * block, 20).Average(distribution.At));
        Assert.All(means, mean => Assert.InRange(mean, 0.96, 1.04));
    }

    [Fact]
    public void The_first_peak_is_where_the_distances_gather()
    {
        var random = new RandomStream(10);
        var distribution = new RadialDistribution();
        for (var i = 0; i < 2_000_000; i++)
        {
            distribution.AddDistance(1.234 + (0.1 * random.Gaussian()));
        }

        distribution.AddFrame(atoms: 1000, density: 1);
        // Dividing by the shell's volume moves the top of a Gaussian in by 2 width^2 / r.
        Assert.Equal(1.234 - (2 * 0.01 / 1.234), distribution.FirstPeak().Distance, 0.005);
    }
}
