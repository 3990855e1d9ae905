using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScaleMs.Actors.Workers.Node;

namespace ScaleMs.Actors.Hosting.Health;

/// <summary>A worker is ready while a master counts on it and tasks can run.</summary>
internal sealed class WorkerReadiness : IAkkaHealthCheck
{
    private WorkerSlots? _slots;

    public void Watch(WorkerSlots slots) => Volatile.Write(ref _slots, slots);

    public Task<HealthCheckResult> CheckHealthAsync(AkkaHealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Volatile.Read(ref _slots) switch
        {
            null => HealthCheckResult.Unhealthy("the worker has not started yet"),
            { CannotRun.IsCompleted: true } => HealthCheckResult.Unhealthy("tasks cannot run"),
            { IsRegistered: false } => HealthCheckResult.Unhealthy("the worker is looking for its master"),
            _ => HealthCheckResult.Healthy("the worker is registered with its master"),
        });
}
