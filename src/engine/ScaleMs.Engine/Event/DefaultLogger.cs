using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Event;

/// <summary>Prints on standard output, from a mailbox of its own.</summary>
public class DefaultLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly MinimalLogger _printer = Context.System.Settings.StdoutLogger;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent logEvent:
                Print(logEvent);
                return true;
            default:
                return false;
        }
    }

    protected virtual void Print(LogEvent logEvent) => _printer.Tell(logEvent);
}
