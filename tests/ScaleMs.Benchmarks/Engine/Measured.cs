using System.Globalization;
using Akka.Actor;
using Akka.Configuration;

namespace ScaleMs.Benchmarks.Engine;

/// <summary>One work and the figures that a run of it gives.</summary>
internal sealed class Measured((string Name, string Unit)[] figures, Func<ActorSystem, Task<double[]>> run)
{
    public bool IsAny(IEnumerable<string> names) =>
        names.Any(name => figures.Any(figure => figure.Name.Contains(name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Runs it once to warm up, then so many times, and prints the figures.</summary>
    public async Task RunAsync(int runs)
    {
        using var system = ActorSystem.Create("bench", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }"));
        await run(system);
        var results = new double[runs][];
        for (var i = 0; i < runs; i++)
        {
            results[i] = await run(system);
        }

        for (var i = 0; i < figures.Length; i++)
        {
            Print(figures[i].Name, figures[i].Unit, [.. results.Select(result => result[i]).Order()]);
        }

        await system.Terminate();
    }

    private static void Print(string name, string unit, double[] results)
    {
        var format = results[^1] switch { < 1 => "F3", < 100 => "F2", _ => "N0" };
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        Console.WriteLine($"{name,-36} {Text(results[results.Length / 2])} {unit}  ({Text(results[0])} to {Text(results[^1])})");
    }
}
