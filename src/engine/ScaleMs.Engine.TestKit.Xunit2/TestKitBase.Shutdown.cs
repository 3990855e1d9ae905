using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>Ending the test's system.</summary>
public abstract partial class TestKitBase
{
    /// <summary>Ends the kit's system and waits for that (default: `akka.test.default-timeout`).</summary>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Shutdown(_system, duration, verifySystemShutdown);

    /// <param name="system">The system to end.</param>
    /// <param name="duration">How long to wait for it.</param>
    /// <param name="verifySystemShutdown">Whether it is an error when it has not ended by then; else it is a warning.</param>
    protected virtual void Shutdown(ActorSystem? system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        if (system is null)
        {
            return;
        }

        var limit = Dilated(duration ?? TestKitSettings.DefaultTimeout);
        if (system.Terminate().Wait(limit))
        {
            return;
        }

        var problem = $"The actor system {system.Name} did not stop within {limit}.{Environment.NewLine}{TreeOf(system)}";
        if (verifySystemShutdown)
        {
            throw new TimeoutException(problem);
        }

        system.Log.Warning("{0}", problem);
    }

    private static string TreeOf(ActorSystem system) => system is ExtendedActorSystem known ? known.PrintTree() : "";
}
