using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScaleMs.Actors.Worker.Registration;

namespace ScaleMs.Actors.Hosting.Health;

/// <summary>A worker is ready while it is registered with a master and tasks can run.</summary>
internal sealed class WorkerReadiness : IAkkaHealthCheck
{
    private AttachedWorker? _worker;

    public void Watch(AttachedWorker worker) => Volatile.Write(ref _worker, worker);

    public Task<HealthCheckResult> CheckHealthAsync(AkkaHealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Volatile.Read(ref _worker) switch
        {
            null => HealthCheckResult.Unhealthy("the worker has not started yet"),
            { CannotRun.IsCompleted: true } => HealthCheckResult.Unhealthy("tasks cannot run"),
            { IsRegistered: false } => HealthCheckResult.Unhealthy("the worker is looking for its master"),
            _ => HealthCheckResult.Healthy("the worker is registered with its master"),
        });
}
