using System.Globalization;
using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Ensemble;

/// <summary>One quantity beside its value in A. Rahman, Phys. Rev. 136, A405 (1964).</summary>
/// <param name="Quantity">What it is, with its unit.</param>
/// <param name="Here">From the replicas at the paper's state.</param>
/// <param name="Paper">The printed value.</param>
/// <param name="HalfDigit">Half of the printed value's last digit; the paper quotes no error.</param>
/// <param name="Format">Number format of both values.</param>
internal sealed record PaperComparison(string Quantity, Sample Here, double Paper, double HalfDigit, string Format)
{
    public const double PaperTemperatureKelvin = 94.4;
    public const int PaperAtoms = 864;

    public double Difference => Here.Mean - Paper;

    /// <summary>Twice the standard error covers 95 % of means; a few replicas have no meaningful one.</summary>
    public bool Agrees => Math.Abs(Difference) <= HalfDigit + (Here.HasError ? 2 * Here.StandardError : 0);

    public string Verdict => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Round(100 * Difference / Paper, 1) + 0.0:+0.0;-0.0;0.0} %, {Judgement}");

    private string Judgement => (Agrees, Here.HasError) switch
    {
        (true, _) => "agrees",
        (false, true) => "outside two standard errors",
        (false, false) => "too few replicas for an error",
    };

    public static bool IsPaperState(ReplicaResult result) =>
        result.Atoms == PaperAtoms && Math.Abs(result.TargetTemperatureKelvin - PaperTemperatureKelvin) < 1e-6;

    /// <summary>The two values of the paper, from the replicas at its state; none without such a replica.</summary>
    public static IReadOnlyList<PaperComparison> Of(IEnumerable<ReplicaResult> results)
    {
        var here = results.Where(IsPaperState).ToArray();
        return here.Length == 0
            ? []
            :
            [
                new("first peak of g(r), angstrom", Sample.Of(here.Select(result => result.FirstPeakAngstrom)), 3.7, 0.05, "0.0000"),
                new("diffusion, 1e-5 cm2/s", Sample.Of(here.Select(result => result.DiffusionCm2PerS * 1e5)), 2.43, 0.005, "0.000"),
            ];
    }

    /// <summary>
    /// Typical deviation of the diffusion coefficient of one trajectory of the given length from the mean: errors fall with
    /// the square root of the length.
    /// </summary>
    public static double ScatterOfOneTrajectory(double picoseconds, Sample diffusion, double replicaPicoseconds) =>
        diffusion.Deviation * Math.Sqrt(replicaPicoseconds / picoseconds);
}
