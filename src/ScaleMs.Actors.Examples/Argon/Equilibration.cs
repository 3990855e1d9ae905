using System.Runtime.Intrinsics;

namespace ScaleMs.Actors.Examples.Argon;

/// <summary>
/// Brings a replica to its temperature: Andersen's thermostat (J. Chem. Phys. 72, 2384, 1980) in its massive form, all
/// velocities drawn anew at intervals. The total energy then varies as in the canonical ensemble; the velocities are scaled
/// at the end so that the constant-energy run that follows has its mean, and with it a mean temperature close to the target.
/// </summary>
internal sealed class Equilibration(Dynamics dynamics, RandomStream random, double temperature)
{
    // 0.25 ps: long enough for the velocities to pass their energy on to the positions.
    public const int StepsBetweenDraws = 25;

    /// <summary>40 ps: melting, settling, and a mean of the energy to a few tenths of a percent.</summary>
    public const int FewestSteps = 4000;

    // 8 ps each. At the target temperature the crystal would stay superheated for a while; at twice that it melts.
    private const int MeltedBy = 800;
    private const int SettledBy = 1600;

    public void Run(int steps, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, FewestSteps);
        var energySum = 0.0;
        var observed = 0;
        for (var step = 0; step < steps; step += StepsBetweenDraws)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DrawVelocities(step < MeltedBy ? 2 * temperature : temperature);
            if (step >= SettledBy)
            {
                energySum += dynamics.TotalEnergy;
                observed++;
            }

            for (var i = 0; i < StepsBetweenDraws; i++)
            {
                dynamics.Step();
            }
        }

        SetTotalEnergy(energySum / observed);
    }

    private void DrawVelocities(double from)
    {
        var width = Math.Sqrt(from);
        foreach (ref var velocity in dynamics.Atoms.Velocities.AsSpan())
        {
            var x = random.Gaussian();
            var y = random.Gaussian();
            var z = random.Gaussian();
            velocity = Vector256.Create(x, y, z, 0) * width;
        }

        dynamics.Atoms.StopDrift();
    }

    private void SetTotalEnergy(double energy)
    {
        var kinetic = energy - dynamics.Sums.ShiftedEnergy;
        dynamics.Atoms.ScaleVelocities(Math.Sqrt(kinetic / dynamics.Atoms.KineticEnergy));
    }
}
