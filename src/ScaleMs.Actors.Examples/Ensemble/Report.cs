using System.Globalization;
using ScaleMs.Actors.Examples.Argon;
using Spectre.Console;

namespace ScaleMs.Actors.Examples.Ensemble;

/// <summary>Prints the results.</summary>
internal static class Report
{
    public static string Line(ReplicaOutcome outcome) => outcome.Result is { } result
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"line {outcome.Line,3}: seed {result.Seed,3}, {result.TargetTemperatureKelvin:0.0} K: T {result.MeanTemperatureKelvin,6:0.00} K, "
            + $"U {result.PotentialEnergyKjPerMol:0.000} kJ/mol, P {result.PressureMpa,6:0.00} MPa, peak {result.FirstPeakAngstrom:0.000} A, "
            + $"D {result.DiffusionCm2PerS * 1e5:0.000}e-5 cm2/s")
        : $"line {outcome.Line,3}: FAILED, {outcome.Error}";

    public static void Write(IAnsiConsole console, IReadOnlyCollection<ReplicaResult> results)
    {
        console.Write(ByTemperature(results));
        var comparisons = PaperComparison.Of(results);
        if (comparisons.Count == 0)
        {
            console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"No replica of {PaperComparison.PaperAtoms} atoms at {PaperComparison.PaperTemperatureKelvin} K: nothing to set beside the paper."));
            return;
        }

        console.Write(BesideThePaper(comparisons));
        if (comparisons is [_, { Here.HasError: true, Agrees: false } diffusion])
        {
            console.WriteLine(Explanation(diffusion, results.First(PaperComparison.IsPaperState).Steps));
        }
    }

    private static Table ByTemperature(IEnumerable<ReplicaResult> results)
    {
        var table = new Table { Title = new TableTitle("Means over replicas, with standard errors") };
        table.AddColumns("asked, K", "replicas", "T, K", "U, kJ/mol", "P, MPa", "peak, A", "g(peak)", "D, 1e-5 cm2/s");
        foreach (var group in results.GroupBy(result => (result.TargetTemperatureKelvin, result.Atoms)).OrderBy(group => group.Key))
        {
            table.AddRow(
                group.Key.TargetTemperatureKelvin.ToString("0.0", CultureInfo.InvariantCulture),
                group.Count().ToString(CultureInfo.InvariantCulture),
                WithError(Sample.Of(group.Select(result => result.MeanTemperatureKelvin)), "0.00"),
                WithError(Sample.Of(group.Select(result => result.PotentialEnergyKjPerMol)), "0.000"),
                WithError(Sample.Of(group.Select(result => result.PressureMpa)), "0.00"),
                WithError(Sample.Of(group.Select(result => result.FirstPeakAngstrom)), "0.0000"),
                WithError(Sample.Of(group.Select(result => result.FirstPeakHeight)), "0.000"),
                WithError(Sample.Of(group.Select(result => result.DiffusionCm2PerS * 1e5)), "0.000"));
        }

        return table;
    }

    private static Table BesideThePaper(IEnumerable<PaperComparison> comparisons)
    {
        var table = new Table { Title = new TableTitle("Beside A. Rahman, Phys. Rev. 136, A405 (1964)") };
        table.AddColumns("quantity", "here", "paper", "difference");
        foreach (var comparison in comparisons)
        {
            table.AddRow(
                comparison.Quantity,
                WithError(comparison.Here, comparison.Format),
                comparison.Paper.ToString(CultureInfo.InvariantCulture),
                comparison.Verdict);
        }

        return table;
    }

    private static string Explanation(PaperComparison diffusion, int steps)
    {
        var scatter = PaperComparison.ScatterOfOneTrajectory(10, diffusion.Here, steps * ArgonReplica.TimeStepPicosecond);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The paper's diffusion coefficient is from one trajectory and has no error. By the spread of these replicas one of 10 ps scatters by {scatter:0.00}; "
            + $"the difference is {Math.Abs(diffusion.Difference) / scatter:0.0} times that.");
    }

    private static string WithError(Sample sample, string format)
    {
        var mean = sample.Mean.ToString(format, CultureInfo.InvariantCulture);
        return sample.HasError ? $"{mean} ± {sample.StandardError.ToString(format, CultureInfo.InvariantCulture)}" : mean;
    }
}
