namespace ScaleMs.Actors.Examples.Argon;

/// <summary>Sums over the pairs within the cut-off, in reduced units.</summary>
/// <param name="Energy">Energy of the unshifted potential.</param>
/// <param name="Virial">Sum of separation times force.</param>
/// <param name="Pairs">Number of pairs.</param>
internal readonly record struct PairSums(double Energy, double Virial, double Pairs)
{
    /// <summary>The potential energy from which the forces derive.</summary>
    public double ShiftedEnergy => Energy - (Pairs * LennardJones.AtCutoff);
}
