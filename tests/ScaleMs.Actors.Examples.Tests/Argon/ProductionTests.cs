using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Tests.Argon;

public class ProductionTests
{
    [Fact]
    public void Energy_and_pressure_are_those_of_the_NIST_benchmark()
    {
        // https://mmlapps.nist.gov/srs/LJ_PURE: Monte Carlo of the full Lennard-Jones fluid at T* = 0.85, density 0.82.
        const double Energy = -5.7947;
        const double Pressure = 0.55355;
        var dynamics = new Dynamics(FccLattice.Create(500, 0.82), 0.0045);
        new Equilibration(dynamics, new RandomStream(1), 0.85).Run(Equilibration.FewestSteps, CancellationToken.None);
        var production = new Production(dynamics);
        production.Run(6000, CancellationToken.None);

        // The energy to half a percent, for the tail correction at 2.25 sigma; the pressure to its change over 0.02 in T*.
        Assert.Equal(Energy, production.MeanEnergy, 0.005 * Math.Abs(Energy));
        Assert.Equal(Pressure, production.MeanPressure, 0.12);
    }
}
