using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Hosting;
using ScaleMs.Actors.Node.Streams;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary>Common part of the verbs that send one command to a running master.</summary>
internal static class ClientVerb
{
    /// <summary>Adds the common options and the action to run once connected.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="run">The action; returns the exit code.</param>
    /// <param name="check">Checks the output before anything is started; null = the verb only prints, so the output must be open.</param>
    public static Verb Connects(
        this Verb verb, Func<ScaleMsClient, ParseResult, CancellationToken, Task<int>> run, Action<ParseResult, UsedFiles>? check = null)
    {
        check ??= static (parsed, used) =>
        {
            ActsFirst(parsed, used);
            StandardStreams.RequireOutput("there is no output to print to");
        };
        var seed = SeedOption.Create();
        var contactFile = SeedOption.ContactFile();
        var configuration = new ConfigurationOptions();
        verb.Add(seed);
        verb.Add(contactFile);
        configuration.AddTo(verb);
        return verb.Runs(async parsed =>
        {
            using var stop = new Interruption(leaves: true);
            var config = configuration.Read(parsed, [(SeedOption.Key, SeedOption.Value(parsed, seed, contactFile))], VerbDefaults.Quiet);
            check(parsed, configuration.Used(parsed, config));
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

    /// <summary>The check for verbs that act besides printing, and so run without a reader too.</summary>
    public static void ActsFirst(ParseResult parsed, UsedFiles used) => used.Refuse(output: null);

    /// <summary>Runs an action that may not print for a long time, until standard output loses its reader.</summary>
    /// <exception cref="OutputException">The reader has disconnected.</exception>
    public static async Task<int> WhileReadAsync(Func<CancellationToken, Task<int>> run, CancellationToken interrupted)
    {
        using var reader = new ReaderWatch();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted, reader.Gone);
        try
        {
            return await run(stop.Token);
        }
        catch (OperationCanceledException) when (reader.Gone.IsCancellationRequested && !interrupted.IsCancellationRequested)
        {
            throw new OutputException(StandardStreams.OutputName, OutputException.NoReader);
        }
    }
}
