using Akka.Actor;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Isolation.Environments;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>
/// A process's worker: its slots stay, and it runs one actor system after another. A system that was downed because the
/// master's cluster is gone cannot join again; a new one can, and offers what the slots hold.
/// </summary>
public sealed class WorkerHost : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly AttachedWorker _worker;
    private readonly Func<Task<ActorSystem>> _createSystem;
    private readonly Func<ActorSystem, MasterLocator> _locate;

    private WorkerHost(AttachedWorker worker, Func<Task<ActorSystem>> createSystem, Func<ActorSystem, MasterLocator> locate) =>
        (_worker, _createSystem, _locate) = (worker, createSystem, locate);

    /// <summary>Creates the worker's slots and starts them; <see cref="RunAsync"/> creates the actor systems.</summary>
    /// <param name="options">As read from configuration.</param>
    /// <param name="slotCommand">Starts a slot's process; null = tasks run in this process.</param>
    /// <param name="createSystem">Creates an actor system that can reach the master.</param>
    /// <param name="locate">Finds the master from that system.</param>
    /// <exception cref="ModuleException">A module cannot be loaded.</exception>
    public static WorkerHost Start(
        ScaleMsOptions options, SlotCommand? slotCommand, Func<Task<ActorSystem>> createSystem, Func<ActorSystem, MasterLocator> locate) =>
        new(AttachedWorker.Create(options, command: slotCommand), createSystem, locate);

    /// <summary>Runs until the worker is released, refused, finds no master in time, or <paramref name="stop"/>.</summary>
    public async Task<WorkerExit> RunAsync(CancellationToken stop)
    {
        var pause = FirstPause;
        while (true)
        {
            var system = await _createSystem().ConfigureAwait(false);
            var begun = system.Scheduler.MonotonicClock;
            var locator = _locate(system);
            var exit = _worker.Begin(system, locator);
            using (stop.Register(() => exit.TrySetResult(new WorkerExit(0, "stopped"))))
            {
                var end = Task.WhenAny(exit.Task, system.WhenTerminated, _worker.CannotRun);
                _ = RefusedAsync(system, locator, exit);
                await end.ConfigureAwait(false);
            }

            if (_worker.CannotRun.IsCompletedSuccessfully)
            {
                exit.TrySetResult(new WorkerExit(1, await _worker.CannotRun.ConfigureAwait(false)));
            }

            if (exit.Task.IsCompletedSuccessfully)
            {
                await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).ConfigureAwait(false);
                return await exit.Task.ConfigureAwait(false);
            }

            // The system was downed. One that lived long is replaced at once; one that keeps failing, less and less often.
            pause = system.Scheduler.MonotonicClock - begun > LongestPause ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            try
            {
                await Task.Delay(pause, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return new WorkerExit(0, "stopped");
            }
        }
    }

    public void Dispose() => _worker.Dispose();

    /// <summary>
    /// When the only master and this worker do not trust each other, waiting does not help. But a worker that has registered
    /// keeps looking: the master may come back with other certificates.
    /// </summary>
    private async Task RefusedAsync(ActorSystem system, MasterLocator locator, TaskCompletionSource<WorkerExit> exit)
    {
        var reason = await HandshakeFailures.Of(system).Refused.ConfigureAwait(false);
        if (!_worker.EverRegistered && locator.Count == 1)
        {
            exit.TrySetResult(new WorkerExit(1, $"no TLS connection with {locator}: {reason}"));
        }
    }
}
