using Akka.Actor;

namespace Akka.TestKit;

/// <summary>
/// Runs in the test actor for each message that it receives, before the test sees the message. What
/// <see cref="Run"/> returns takes over for the next message: <see cref="KeepRunning"/> keeps this pilot.
/// </summary>
public abstract class AutoPilot
{
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    public static KeepRunning KeepRunning => KeepRunning.Instance;

    public abstract AutoPilot Run(IActorRef sender, object message);
}
