using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Tests.Argon;

public class EquilibrationTests
{
    [Fact]
    public void The_constant_energy_run_that_follows_has_the_temperature_asked_for()
    {
        const double Target = 1.0;
        var dynamics = new Dynamics(FccLattice.Create(256, Units.Density), 0.005);
        new Equilibration(dynamics, new RandomStream(1), Target).Run(6000, CancellationToken.None);
        var production = new Production(dynamics);
        production.Run(4000, CancellationToken.None);

        // 256 atoms fluctuate by 5 %; the mean energy over the thermostat's run leaves a third of that.
        Assert.InRange(production.MeanTemperature, 0.95 * Target, 1.05 * Target);
    }

    [Fact]
    public void The_crystal_has_melted()
    {
        var dynamics = new Dynamics(FccLattice.Create(256, Units.Density), 0.005);
        new Equilibration(dynamics, new RandomStream(2), 94.4 / Units.Kelvin).Run(4000, CancellationToken.None);
        var production = new Production(dynamics);
        production.Run(4000, CancellationToken.None);

        // Atoms of a crystal stay where they are: D of the liquid is near 0.045 sigma (epsilon/m)^1/2.
        Assert.InRange(production.DiffusionCoefficient, 0.03, 0.06);
    }
}
