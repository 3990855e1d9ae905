using System.CommandLine;
using System.Text.Json;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Hosting.Parts;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Hosting;
using ScaleMs.Actors.Node.Input;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems seed</c>: the node that hosts the master.</summary>
internal static class SeedVerb
{
    public static Verb Create()
    {
        var port = new Option<int?>("--port") { Description = "TCP port to listen on [default: 4053]", HelpName = "N", CustomParser = static result => WholeNumber.Parse(result, "--port", 0, ushort.MaxValue) };
        var input = new Option<string?>("--input") { Description = "A master's configuration as SCALE-MS writes it, raptor_scheduler_config.json: the worker that it describes is started too", HelpName = "FILE" };
        var contactFile = new Option<string?>("--contact-file") { Description = "File to write that tells workers and clients where this master is", HelpName = "FILE" };
        var configuration = new ConfigurationOptions();
        var verb = new Verb(
            "seed",
            "Runs the master, which workers and clients connect to. Ctrl+C drains it: accepted tasks finish first; a second Ctrl+C drops queued tasks, a third cancels running ones.",
            "scalems seed",
            "scalems seed --port 5000 --set scalems.master.min-workers=2",
            "scalems seed --port 0 --contact-file master.json",
            "scalems seed --input raptor_scheduler_config.json",
            "scalems seed --config hocon/seed.conf")
        {
            port,
            input,
            contactFile,
        };
        configuration.AddTo(verb);
        return verb.Runs(async parsed =>
        {
            var config = configuration.Read(
                parsed,
                [
                    ("akka.remote.dot-netty.tcp.port", parsed.GetValue(port)),
                    ("scalems.master.contact-file", parsed.GetValue(contactFile)),
                    ("scalems.provisioning.at-start", parsed.GetValue(input) is { } file ? MasterInputFile.Workers(file) : null),
                ],
                $"scalems.provisioning.command = [{string.Join(", ", SlotProcesses.Program().Select(static word => JsonSerializer.Serialize(word)))}]");
            using var host = NodeHost.Build(config, static (services, config) => services.AddSeed(config));
            return await NodeHost.RunAsync(host, static (host, count) => _ = DrainAsync(host));
        });
    }

    /// <summary>Stops the master, harder with each call: see <see cref="StopCommand"/>. A starting master is stopped once it has started.</summary>
    internal static async Task DrainAsync(IHost host) =>
        (await host.Services.GetRequiredService<IRequiredActor<MasterKey>>().GetAsync()).Tell(new StopCommand(), ActorRefs.NoSender);
}
