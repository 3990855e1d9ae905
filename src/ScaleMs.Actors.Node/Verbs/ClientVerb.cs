using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Hosting;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary>What the verbs have in common that send one command to a running master.</summary>
internal static class ClientVerb
{
    /// <summary>Adds the common options and what to do once connected.</summary>
    public static Verb Connects(this Verb verb, Func<ScaleMsClient, ParseResult, CancellationToken, Task<int>> run)
    {
        var seed = SeedOption.Create();
        var configuration = new ConfigurationOptions();
        verb.Add(seed);
        configuration.AddTo(verb);
        return verb.Runs(async parsed =>
        {
            using var stop = new Interruption(leaves: true);
            var config = configuration.Read(parsed, [(SeedOption.Key, SeedOption.Value(parsed, seed))], VerbDefaults.Quiet);
            using var host = NodeHost.Build(config, static (services, config) => services.AddClient(config));
            try
            {
                await host.StartAsync(stop.Any);
                var client = host.Services.GetRequiredService<ScaleMsClient>();
                ConnectionNotice.Start(client);
                var code = await run(client, parsed, stop.Any);
                await host.StopAsync(CancellationToken.None);
                return code;
            }
            catch (OperationCanceledException) when (stop.Any.IsCancellationRequested)
            {
                return stop.ExitCode;
            }
        });
    }
}
