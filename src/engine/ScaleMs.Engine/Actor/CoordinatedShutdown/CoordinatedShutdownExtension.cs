using Akka.Actor.Internal;
using Akka.Configuration;

namespace Akka.Actor;

public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system)
    {
        var config = system.Settings.Config.GetConfig("akka.coordinated-shutdown")
            ?? throw ConfigurationException.NullOrEmptyConfig<CoordinatedShutdown>("akka.coordinated-shutdown");
        var terminates = config.GetBoolean("terminate-actor-system", true);
        if (!terminates && config.GetBoolean("run-by-actor-system-terminate", true))
        {
            throw new ConfigurationException(
                "akka.coordinated-shutdown: run-by-actor-system-terminate = on needs terminate-actor-system = on, or Terminate would never end the system.");
        }

        var shutdown = new CoordinatedShutdown(system, config);
        var exits = config.GetBoolean("exit-clr");
        if (terminates)
        {
            shutdown.AddTask(CoordinatedShutdown.PhaseActorSystemTerminate, "terminate-system", async () =>
            {
                var ended = ((ActorSystemImpl)system).FinalTerminate();
                if (exits)
                {
                    // A system that does not end in time does not keep the process alive.
                    await Task.WhenAny(ended, Task.Delay(shutdown.Timeout(CoordinatedShutdown.PhaseActorSystemTerminate))).ConfigureAwait(false);
                    ProcessExit.Now();
                }

                await ended.ConfigureAwait(false);
                return Done.Instance;
            });
        }
        else if (exits)
        {
            shutdown.AddTask(CoordinatedShutdown.PhaseActorSystemTerminate, "exit-process", () =>
            {
                ProcessExit.Now();
                return Task.FromResult(Done.Instance);
            });
        }

        if (config.GetBoolean("run-by-clr-shutdown-hook", true))
        {
            ProcessExit.Before(shutdown);
        }

        return shutdown;
    }
}
