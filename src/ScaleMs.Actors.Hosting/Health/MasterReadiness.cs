using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Hosting.Parts;

namespace ScaleMs.Actors.Hosting.Health;

/// <summary>A master is ready when it answers commands.</summary>
internal sealed class MasterReadiness : IAkkaHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(AkkaHealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!context.ActorRegistry.TryGet<MasterKey>(out var master))
        {
            return HealthCheckResult.Unhealthy("the master has not started yet");
        }

        try
        {
            await master.Ask<CommandReply>(new HelloCommand(), Patience, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy("the master answers commands");
        }
        catch (AskTimeoutException)
        {
            return HealthCheckResult.Unhealthy($"the master has not answered for {Patience.TotalSeconds:0} s");
        }
    }
}
