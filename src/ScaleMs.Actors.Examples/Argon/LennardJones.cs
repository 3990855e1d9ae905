namespace ScaleMs.Actors.Examples.Argon;

/// <summary>
/// u(r) = 4 (r^-12 - r^-6), cut at the paper's 2.25 sigma. The dynamics use the potential shifted to zero at the cut-off,
/// so that energy is conserved; reported averages are those of the full potential, by the usual tail corrections, which
/// take g(r) = 1 beyond the cut-off (Allen and Tildesley, Computer Simulation of Liquids, section 2.8).
/// </summary>
internal static class LennardJones
{
    public const double Cutoff = 2.25;

    private const double CutoffCubed = Cutoff * Cutoff * Cutoff;

    public static readonly double AtCutoff = Energy(Cutoff * Cutoff);

    public static double Energy(double squaredDistance)
    {
        var sixth = 1 / (squaredDistance * squaredDistance * squaredDistance);
        return 4 * sixth * (sixth - 1);
    }

    /// <summary>Energy per atom of the pairs beyond the cut-off.</summary>
    public static double EnergyTail(double density) =>
        8.0 / 3 * Math.PI * density * ((1 / (3 * CutoffCubed * CutoffCubed * CutoffCubed)) - (1 / CutoffCubed));

    public static double PressureTail(double density) =>
        16.0 / 3 * Math.PI * density * density * ((2 / (3 * CutoffCubed * CutoffCubed * CutoffCubed)) - (1 / CutoffCubed));
}
