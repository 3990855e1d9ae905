using System.CommandLine;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Hosting.Parts;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Hosting;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems seed</c>: the node that hosts the master.</summary>
internal static class SeedVerb
{
    public static Verb Create()
    {
        var port = new Option<int?>("--port") { Description = "TCP port to listen at [default: 4053]", HelpName = "N", CustomParser = static result => WholeNumber.Parse(result, "--port", 0, ushort.MaxValue) };
        var configuration = new ConfigurationOptions();
        var verb = new Verb(
            "seed",
            "Runs the master, which workers and clients connect to. Ctrl+C drains it: what was accepted finishes first; again, and what waits is dropped; a third time, and what runs is cancelled.",
            "scalems seed",
            "scalems seed --port 5000 --set scalems.master.min-workers=2",
            "scalems seed --config hocon/seed.conf")
        {
            port,
        };
        configuration.AddTo(verb);
        return verb.Runs(async parsed =>
        {
            var config = configuration.Read(parsed, [("akka.remote.dot-netty.tcp.port", parsed.GetValue(port))]);
            using var host = NodeHost.Build(config, static (services, config) => services.AddSeed(config));
            return await NodeHost.RunAsync(host, static (host, count) => _ = DrainAsync(host));
        });
    }

    /// <summary>Told again, it is firmer each time: see <see cref="StopCommand"/>. A master that is still starting hears of it then.</summary>
    internal static async Task DrainAsync(IHost host) =>
        (await host.Services.GetRequiredService<IRequiredActor<MasterKey>>().GetAsync()).Tell(new StopCommand(), ActorRefs.NoSender);
}
