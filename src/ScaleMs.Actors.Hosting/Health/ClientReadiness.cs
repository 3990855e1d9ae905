using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScaleMs.Actors.Hosting.Parts;

namespace ScaleMs.Actors.Hosting.Health;

/// <summary>A client is ready while it is connected to a master.</summary>
internal sealed class ClientReadiness : IAkkaHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(AkkaHealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(ClientConnection.Of(context.ActorSystem).IsOpen
            ? HealthCheckResult.Healthy("the client is connected to its master")
            : HealthCheckResult.Unhealthy("the client is looking for its master"));
}
