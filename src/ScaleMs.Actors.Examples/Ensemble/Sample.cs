namespace ScaleMs.Actors.Examples.Ensemble;

/// <summary>Statistics of one quantity over independent replicas.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Standard deviation of one replica; NaN for a single one.</param>
/// <param name="Count">Number of replicas.</param>
internal sealed record Sample(double Mean, double Deviation, int Count)
{
    // The standard deviation of two or three numbers is itself uncertain by half or more.
    private const int FewestForAnError = 4;

    /// <summary>Whether there are enough replicas for a meaningful standard error.</summary>
    public bool HasError => Count >= FewestForAnError;

    /// <summary>Standard error of the mean.</summary>
    public double StandardError => Deviation / Math.Sqrt(Count);

    public static Sample Of(IEnumerable<double> values)
    {
        var all = values.ToArray();
        var mean = all.Average();
        var squares = all.Sum(value => (value - mean) * (value - mean));
        return new Sample(mean, Math.Sqrt(squares / (all.Length - 1)), all.Length);
    }
}
