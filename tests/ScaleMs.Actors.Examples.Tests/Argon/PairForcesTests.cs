using System.Runtime.Intrinsics;
using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Tests.Argon;

public class PairForcesTests
{
    [Theory]
    [InlineData(108)]
    [InlineData(864)]
    public void Energy_and_virial_are_the_sums_over_all_pairs(int count)
    {
        var atoms = Disordered.Atoms(count);
        double energy = 0, virial = 0;
        var pairs = 0;
        for (var first = 0; first < count; first++)
        {
            for (var second = first + 1; second < count; second++)
            {
                var distance = Disordered.Distance(atoms, first, second);
                if (distance < LennardJones.Cutoff)
                {
                    energy += 4 * (Math.Pow(distance, -12) - Math.Pow(distance, -6));
                    virial += 24 * ((2 * Math.Pow(distance, -12)) - Math.Pow(distance, -6));
                    pairs++;
                }
            }
        }

        var sums = PairForces.Compute(atoms, new NeighbourList(atoms));

        Assert.Equal(pairs, sums.Pairs);
        Assert.Equal(energy, sums.Energy, 1e-10 * Math.Abs(energy));
        Assert.Equal(virial, sums.Virial, 1e-10 * Math.Abs(virial));
    }

    [Fact]
    public void A_force_is_minus_the_gradient_of_the_potential_energy()
    {
        var atoms = Disordered.Atoms(256);
        var list = new NeighbourList(atoms);
        PairForces.Compute(atoms, list);
        var forces = atoms.Forces.ToArray();
        const double Step = 1e-5;
        for (var atom = 0; atom < 256; atom += 17)
        {
            for (var axis = 0; axis < 3; axis++)
            {
                var displacement = Vector256<double>.Zero.WithElement(axis, Step);
                var here = atoms.Positions[atom];
                atoms.Positions[atom] = here + displacement;
                var ahead = PairForces.Compute(atoms, list).ShiftedEnergy;
                atoms.Positions[atom] = here - displacement;
                var behind = PairForces.Compute(atoms, list).ShiftedEnergy;
                atoms.Positions[atom] = here;

                var expected = -(ahead - behind) / (2 * Step);
                Assert.Equal(expected, forces[atom][axis], 1e-5 * Math.Max(10, Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public void Forces_add_up_to_nothing()
    {
        var atoms = Disordered.Atoms(500);
        PairForces.Compute(atoms, new NeighbourList(atoms));
        var sum = Vector256<double>.Zero;
        foreach (var force in atoms.Forces.AsSpan(0, atoms.Count))
        {
            sum += force;
        }

        Assert.All(Enumerable.Range(0, 3), axis => Assert.Equal(0, sum[axis], 1e-8));
    }

    [Fact]
    public void A_crystal_has_no_forces_and_the_energy_of_its_shells()
    {
        // Neighbours of an atom in a face-centred cubic crystal by squared distance, in nearest-neighbour distances.
        (int SquaredDistance, int Atoms)[] shells = [(1, 12), (2, 6), (3, 24), (4, 12), (5, 24), (6, 8), (7, 48), (8, 6), (9, 36)];
        const double Density = 1.05;
        var nearest = Math.Pow(Math.Sqrt(2) / Density, 1.0 / 3);
        var expected = shells
            .Where(shell => shell.SquaredDistance * nearest * nearest < LennardJones.Cutoff * LennardJones.Cutoff)
            .Sum(shell => shell.Atoms * LennardJones.Energy(shell.SquaredDistance * nearest * nearest) / 2);

        var atoms = FccLattice.Create(864, Density);
        var sums = PairForces.Compute(atoms, new NeighbourList(atoms));

        Assert.Equal(expected, sums.Energy / atoms.Count, 1e-9);
        Assert.All(atoms.Forces.Take(864), force => Assert.True(Vector256.Dot(force, force) < 1e-16));
    }

    [Fact]
    public void With_the_tail_a_crystal_has_the_energy_of_the_infinite_lattice_sum()
    {
        // Kittel, Introduction to Solid State Physics, chapter 3: sums of r^-12 and r^-6 over the infinite lattice.
        const double Twelfths = 12.13188;
        const double Sixths = 14.45392;
        const double Density = 1.05;
        var nearest = Math.Pow(Math.Sqrt(2) / Density, 1.0 / 3);
        var expected = 2 * ((Twelfths * Math.Pow(nearest, -12)) - (Sixths * Math.Pow(nearest, -6)));

        var atoms = FccLattice.Create(864, Density);
        var energy = (PairForces.Compute(atoms, new NeighbourList(atoms)).Energy / 864) + LennardJones.EnergyTail(Density);

        // The tail takes atoms beyond the cut-off as evenly spread, which a crystal's shells are not quite.
        Assert.Equal(expected, energy, 0.03 * Math.Abs(expected));
    }
}
