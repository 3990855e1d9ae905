using System.Globalization;
using Akka.Actor;
using ScaleMs.Benchmarks.Engine.TwoProcesses;

namespace ScaleMs.Benchmarks.Engine;

/// <summary>
/// The actor engine's own figures, by its public interface only, so that the same program measures the reference engine.
/// Each work is run once to warm up, then several times; what counts is the median, the range is printed beside it.
/// </summary>
internal static class EngineBenchmark
{
    private static readonly Measured[] Works =
    [
        Local("ping-pong, 1 pair, 1 in flight", "M msg/s", system => PingPong.RunAsync(system, pairs: 1, inFlight: 1, messages: 4_000_000)),
        Local("ping-pong, 1 pair, 100 in flight", "M msg/s", system => PingPong.RunAsync(system, pairs: 1, inFlight: 100, messages: 8_000_000)),
        Local("ping-pong, 2 pairs, 1 in flight", "M msg/s", system => PingPong.RunAsync(system, pairs: 2, inFlight: 1, messages: 8_000_000)),
        Local("ping-pong, 2 pairs, 100 in flight", "M msg/s", system => PingPong.RunAsync(system, pairs: 2, inFlight: 100, messages: 16_000_000)),
        Local("ask, one at a time", "M /s", system => Questions.RunAsync(system, count: 500_000)),
        Local("creating children", "/s", system => Children.CreateAsync(system, count: 200_000)),
        Local("stopping children", "/s", system => Children.StopAsync(system, count: 200_000)),
        Local("idle actor", "B", system => Children.MeasureBytesAsync(system, count: 200_000)),
        new([("remoting, 1,000 in flight", "M round trips/s"), ("remoting, one message on the wire", "B")], _ => Remoting.ThroughputAsync()),
        new([("remoting, one at a time, p50", "ms"), ("remoting, one at a time, p99", "ms")], _ => Remoting.LatencyAsync()),
        new([("two nodes started, both up", "s"), ("a node beside its seed, both up", "s"), ("idle cluster node", "MiB")], _ => Nodes.StartAsync()),
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
        foreach (var work in Works.Where(work => names.Count == 0 || work.IsAny(names)))
        {
            await work.RunAsync(runs);
        }
    }

    private static Measured Local(string name, string unit, Func<ActorSystem, Task<double>> run) =>
        new([(name, unit)], async system => [await run(system)]);
}
