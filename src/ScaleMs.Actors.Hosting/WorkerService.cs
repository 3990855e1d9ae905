using Akka.Actor.Setup;
using Akka.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Hosting.Parts;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Registration;

namespace ScaleMs.Actors.Hosting;

/// <summary>A worker that outlives its actor systems. When it is released, the host stops.</summary>
/// <param name="config">The user's configuration.</param>
/// <param name="setup">Additional setup of its actor systems.</param>
/// <param name="slotCommand">Starts processes for tasks; null = tasks run in this process.</param>
/// <param name="lifetime">The host's lifetime.</param>
/// <param name="exit">Receives how the worker ended; null = the process's exit code and the log receive it.</param>
/// <param name="log">For the reason why the worker ended.</param>
internal sealed partial class WorkerService(
    Config config, ActorSystemSetup setup, SlotCommand? slotCommand, IHostApplicationLifetime lifetime, NodeExit? exit, ILogger log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private WorkerHost? _worker;
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var options = ScaleMsOptions.From(config);
        var node = NodeConfig.ForWorker(config, options.Client.Contact);
        if (slotCommand is null)
        {
            PoolRoom.Watch();
        }

        _worker = WorkerHost.Start(
            options,
            slotCommand,
            () => NodeConfig.CreateSystemAsync(node, setup),
            system => MasterLocator.At(system, options.Client.Contact));
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();

        // A worker that does not stop, for example one stuck in its start, ends with the process.
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
            End(end.ExitCode, end.ExitCode == 0 ? null : $"the worker ends: {end.Reason}");
        }
        catch (Exception error)
        {
            End(NodeExit.CodeOf(error), $"the worker cannot continue: {error.Message}");
        }

        lifetime.StopApplication();
    }

    private void End(int code, string? reason)
    {
        if (exit is not null)
        {
            exit.Set(code, reason);
        }
        else if (reason is not null)
        {
            Environment.ExitCode = code;
            Ended(log, reason);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Reason}")]
    private static partial void Ended(ILogger log, string reason);
}
