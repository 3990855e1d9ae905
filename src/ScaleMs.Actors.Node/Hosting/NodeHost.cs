using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Hosting.Parts;
using ScaleMs.Actors.Node.Logging;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>The Generic Host that each verb runs in.</summary>
internal static class NodeHost
{
    /// <summary>Creates a host with logging as configured.</summary>
    /// <param name="config">The user's configuration.</param>
    /// <param name="addServices">Adds the verb's services.</param>
    public static IHost Build(Config config, Action<IServiceCollection, Config> addServices)
    {
        var options = ScaleMsOptions.From(config);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "scalems", DisableDefaults = true });
        NodeLogging.Configure(builder.Logging, options.Log);

        // The verb handles signals: a seed drains, a client cancels.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton<NodeExit>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        addServices(builder.Services, config);
        return builder.Build();
    }

    /// <summary>Runs a node until it ends by itself or is stopped.</summary>
    /// <param name="host">The host.</param>
    /// <param name="onSignal">Called on Ctrl+C and SIGTERM.</param>
    public static async Task<int> RunAsync(IHost host, Action<IHost, int> onSignal)
    {
        using var signals = new NodeSignals((count, _) => onSignal(host, count));
        try
        {
            await host.StartAsync();
            await host.WaitForShutdownAsync();
        }
        catch (OperationCanceledException) when (host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            // It was stopped while it was starting.
            await host.StopAsync();
        }

        var exit = host.Services.GetRequiredService<NodeExit>();
        if (exit.Reason is { } reason)
        {
            await Console.Error.WriteLineAsync($"scalems: {reason}");
        }

        return exit.Code;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
