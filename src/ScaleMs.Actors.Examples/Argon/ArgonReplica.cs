namespace ScaleMs.Actors.Examples.Argon;

/// <summary>The task: one replica of Rahman's liquid argon (Phys. Rev. 136, A405, 1964).</summary>
public static class ArgonReplica
{
    /// <summary>The paper's time step.</summary>
    internal const double TimeStepPicosecond = 0.01;

    // Three times the longest lag of the displacements.
    private const int FewestSteps = 3 * Production.LongestLag * Production.StepsPerFrame;

    // 4 n^3 of the smallest cube that is wider than the forces reach on both sides.
    private const int FewestAtoms = 108;

    /// <summary>
    /// Melts a crystal of argon at 1.374 g/cm3, brings it to a temperature and measures it at constant energy.
    /// </summary>
    /// <param name="seed">Seed of the random velocities, by which replicas differ.</param>
    /// <param name="temperature">In K; the paper's is 94.4.</param>
    /// <param name="atoms">4 n^3 with n of 3 or more; the paper has 864.</param>
    /// <param name="steps">
    /// Steps of 10 fs in the constant-energy run, at least 2400; the thermostat runs for a quarter as many before it, at least 4000.
    /// </param>
    /// <param name="cancellationToken">Checked every few steps.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static ReplicaResult Run(
        int seed, double temperature, int atoms = 864, int steps = 20_000, CancellationToken cancellationToken = default)
    {
        if (!(temperature > 0 && double.IsFinite(temperature)))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "a temperature is a positive number of kelvin");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(steps, FewestSteps);
        var crystal = FccLattice.Create(atoms, Units.Density);
        ArgumentOutOfRangeException.ThrowIfLessThan(atoms, FewestAtoms);

        var dynamics = new Dynamics(crystal, TimeStepPicosecond / Units.Picosecond);
        new Equilibration(dynamics, new RandomStream(seed), temperature / Units.Kelvin)
            .Run(Math.Max(Equilibration.FewestSteps, steps / 4), cancellationToken);
        var energyAtStart = dynamics.TotalEnergy;
        var production = new Production(dynamics);
        production.Run(steps, cancellationToken);
        var (distance, height) = production.FirstPeak;
        return new ReplicaResult(
            seed,
            temperature,
            atoms,
            steps,
            production.MeanTemperature * Units.Kelvin,
            production.MeanEnergy * Units.KilojoulePerMol,
            production.MeanPressure * Units.Megapascal,
            distance * Units.Angstrom,
            height,
            production.DiffusionCoefficient * Units.Cm2PerSecond,
            (dynamics.TotalEnergy - energyAtStart) / atoms * Units.KilojoulePerMol);
    }
}
