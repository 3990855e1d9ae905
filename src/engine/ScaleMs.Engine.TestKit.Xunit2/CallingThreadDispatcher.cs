using Akka.Dispatch;

namespace Akka.TestKit;

/// <summary>Processes a message on the thread that sends it, before the send returns.</summary>
public class CallingThreadDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    public static new readonly string Id = "akka.test.calling-thread-dispatcher";

    protected override void ExecuteTask(IRunnable run) => run.Run();

    protected override void Shutdown()
    {
        // It has no thread of its own to end.
    }
}
