namespace ScaleMs.Actors.Examples.Ensemble;

/// <summary>What independent replicas say of one quantity.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">How far one replica is from it, typically; NaN for a single one.</param>
/// <param name="Count">How many replicas.</param>
internal sealed record Sample(double Mean, double Deviation, int Count)
{
    // The deviation of two or three numbers is itself uncertain by half and more.
    private const int FewestForAnError = 4;

    /// <summary>Whether there are enough replicas for the standard error to mean something.</summary>
    public bool HasError => Count >= FewestForAnError;

    /// <summary>How far the mean is from the truth, typically.</summary>
    public double StandardError => Deviation / Math.Sqrt(Count);

    public static Sample Of(IEnumerable<double> values)
    {
        var all = values.ToArray();
        var mean = all.Average();
        var squares = all.Sum(value => (value - mean) * (value - mean));
        return new Sample(mean, Math.Sqrt(squares / (all.Length - 1)), all.Length);
    }
}
