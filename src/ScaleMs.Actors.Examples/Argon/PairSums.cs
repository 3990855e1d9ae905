namespace ScaleMs.Actors.Examples.Argon;

/// <summary>Sums over the pairs within the cut-off, in reduced units.</summary>
/// <param name="Energy">Of the potential as it is, not shifted.</param>
/// <param name="Virial">Sum of separation times force.</param>
/// <param name="Pairs">How many pairs there are.</param>
internal readonly record struct PairSums(double Energy, double Virial, double Pairs)
{
    /// <summary>The potential energy that the forces derive from.</summary>
    public double ShiftedEnergy => Energy - (Pairs * LennardJones.AtCutoff);
}
