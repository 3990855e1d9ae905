using Akka.Actor.Setup;
using Akka.Configuration;
using Microsoft.Extensions.Hosting;
using ScaleMs.Actors.Configuration;
using ScaleMs.Actors.Master;
using ScaleMs.Actors.Workers.Node;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>A worker that outlives its actor systems. When it has nothing more to do, the host stops.</summary>
internal sealed class WorkerService(Config config, ActorSystemSetup? setup, IHostApplicationLifetime lifetime, NodeExit exit) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private WorkerHost? _worker;
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var options = ScaleMsOptions.From(config);
        var node = NodeConfig.ForWorker(config, options.Client.Contact);
        var slotCommand = SlotProcesses.Of(options);
        if (slotCommand is null)
        {
            PoolRoom.Watch();
        }

        _worker = new WorkerHost(
            WorkerSettings.From(options),
            slotCommand,
            () => NodeConfig.CreateSystemAsync(node, setup),
            system => MasterLocator.At(system, options.Client.Contact));
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void Dispose()
    {
        _worker?.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var end = await _worker!.RunAsync(_stop.Token);
            exit.Set(end.ExitCode, end.ExitCode == ExitCode.Done ? null : $"the worker ends: {end.Reason}");
        }
        catch (Exception error)
        {
            exit.Set(ExitCode.Failed, $"the worker cannot go on: {error.Message}");
        }

        lifetime.StopApplication();
    }
}
