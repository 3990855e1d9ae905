using System.Globalization;
using Akka.Actor;
using Akka.Configuration;

namespace ScaleMs.Benchmarks.Engine;

/// <summary>
/// The actor engine's own figures, by its public interface only, so that the same program measures the reference engine.
/// Each work is run once to warm up, then several times; what counts is the median, the range is printed beside it.
/// </summary>
internal static class EngineBenchmark
{
    private static readonly (string Name, string Unit, Func<ActorSystem, Task<double>> Run)[] Works =
    [
        ("ping-pong, 1 pair, 1 in flight", "M msg/s", system => PingPong.RunAsync(system, pairs: 1, inFlight: 1, messages: 4_000_000)),
        ("ping-pong, 1 pair, 100 in flight", "M msg/s", system => PingPong.RunAsync(system, pairs: 1, inFlight: 100, messages: 8_000_000)),
        ("ping-pong, 2 pairs, 1 in flight", "M msg/s", system => PingPong.RunAsync(system, pairs: 2, inFlight: 1, messages: 8_000_000)),
        ("ping-pong, 2 pairs, 100 in flight", "M msg/s", system => PingPong.RunAsync(system, pairs: 2, inFlight: 100, messages: 16_000_000)),
        ("ask, one at a time", "M /s", system => Questions.RunAsync(system, count: 500_000)),
        ("creating children", "/s", system => Children.CreateAsync(system, count: 200_000)),
        ("stopping children", "/s", system => Children.StopAsync(system, count: 200_000)),
        ("idle actor", "B", system => Children.MeasureBytesAsync(system, count: 200_000)),
    ];

    public static async Task RunAsync(string[] args)
    {
        var runs = 5;
        var names = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--runs" && i + 1 < args.Length)
            {
                runs = int.Parse(args[++i], CultureInfo.InvariantCulture);
            }
            else
            {
                names.Add(args[i]);
            }
        }

        Console.WriteLine($"{typeof(ActorSystem).Assembly.GetName().Name}, {Environment.ProcessorCount} processors, {runs} runs");
        foreach (var (name, unit, run) in Works)
        {
            if (names.Count > 0 && !names.Any(n => name.Contains(n, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            using var system = ActorSystem.Create("bench", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }"));
            await run(system);
            var results = new double[runs];
            for (var i = 0; i < runs; i++)
            {
                results[i] = await run(system);
            }

            Array.Sort(results);
            var format = results[^1] < 100 ? "F2" : "N0";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-36} {Text(results[runs / 2])} {unit}  ({Text(results[0])} to {Text(results[^1])})"));
            await system.Terminate();

            string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        }
    }
}
