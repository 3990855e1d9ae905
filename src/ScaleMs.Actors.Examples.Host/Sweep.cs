using System.Globalization;
using Akka.Actor;
using Microsoft.Extensions.Hosting;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Hosting;

namespace ScaleMs.Actors.Examples.Host;

/// <summary>Computes the exponent for many r, writes them in order, and ends the host.</summary>
internal sealed class Sweep(ActorSystem system, TextWriter output, IHostApplicationLifetime lifetime) : BackgroundService
{
    private const int Points = 101;
    private const int Steps = 100_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var client = await system.GetScaleMsClientAsync(stoppingToken);
        var exponents = new double[Points];
        var items = Enumerable.Range(0, Points).Select(static n => WorkItem.Call(() => LogisticMap.LyapunovExponent(R(n), Steps)).Item);
        await foreach (var (index, record) in client.RunAsync(items, stoppingToken))
        {
            exponents[index] = record.State == TaskState.Done ? record.Value<double>() : double.NaN;
        }

        for (var n = 0; n < Points; n++)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{R(n):0.000} {exponents[n]:0.0000}"));
        }

        lifetime.StopApplication();
    }

    /// <summary>3.0 to 4.0.</summary>
    private static double R(int n) => 3 + (n / (Points - 1.0));
}
