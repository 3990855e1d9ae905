using System.Runtime.Intrinsics;
using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Tests.Argon;

public class DynamicsTests
{
    private const double PaperTemperature = 94.4 / Units.Kelvin;

    [Fact]
    public void Energy_is_conserved_over_fifty_picoseconds()
    {
        var dynamics = Liquid(seed: 3);
        var start = dynamics.TotalEnergy / dynamics.Atoms.Count;
        var furthest = 0.0;
        for (var step = 0; step < 5000; step++)
        {
            dynamics.Step();
            furthest = Math.Max(furthest, Math.Abs((dynamics.TotalEnergy / dynamics.Atoms.Count) - start));
        }

        // In epsilon per atom, whose thermal energy is 1.2: the step of 10 fs makes the energy tremble by a thousandth,
        // the kink of the potential at the cut-off lets it wander as little.
        Assert.InRange(furthest, 1e-7, 5e-3);
    }

    [Fact]
    public void Momentum_stays_nothing()
    {
        var dynamics = Liquid(seed: 4);
        for (var step = 0; step < 1000; step++)
        {
            dynamics.Step();
        }

        var momentum = dynamics.Atoms.Momentum;
        Assert.Equal(0, Vector256.Dot(momentum, momentum), 1e-16);
    }

    [Fact]
    public void With_velocities_turned_round_atoms_go_back_where_they_came_from()
    {
        var dynamics = Liquid(seed: 5);
        var start = dynamics.Atoms.Positions.ToArray();
        Steps(dynamics, 100);
        dynamics.Atoms.ScaleVelocities(-1);
        Steps(dynamics, 100);

        for (var atom = 0; atom < dynamics.Atoms.Count; atom++)
        {
            var missed = dynamics.Atoms.Positions[atom] - start[atom];
            Assert.True(Vector256.Dot(missed, missed) < 1e-14);
        }
    }

    [Fact]
    public void Halving_the_step_quarters_the_error_of_the_energy()
    {
        Assert.InRange(Tremble(timeStep: 0.004, steps: 200) / Tremble(timeStep: 0.002, steps: 400), 3, 5);
    }

    private static Dynamics Liquid(int seed)
    {
        var dynamics = new Dynamics(FccLattice.Create(256, Units.Density), 0.01 / Units.Picosecond);
        new Equilibration(dynamics, new RandomStream(seed), PaperTemperature).Run(Equilibration.FewestSteps, CancellationToken.None);
        return dynamics;
    }

    // Below the crystal's melting point no pair crosses the cut-off often, so that only the integrator's error shows.
    private static double Tremble(double timeStep, int steps)
    {
        var atoms = FccLattice.Create(256, 1.05);
        var random = new RandomStream(6);
        foreach (ref var velocity in atoms.Velocities.AsSpan())
        {
            velocity = Vector256.Create(random.Gaussian(), random.Gaussian(), random.Gaussian(), 0) * 0.2;
        }

        atoms.StopDrift();
        var dynamics = new Dynamics(atoms, timeStep);
        var energies = new List<double>();
        for (var step = 0; step < steps; step++)
        {
            dynamics.Step();
            energies.Add(dynamics.TotalEnergy);
        }

        return energies.Max() - energies.Min();
    }

    private static void Steps(Dynamics dynamics, int count)
    {
        for (var step = 0; step < count; step++)
        {
            dynamics.Step();
        }
    }
}
