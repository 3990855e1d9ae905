using System.Diagnostics;
using Akka.Actor;

namespace Akka.Event;

/// <summary>Writes to <see cref="Trace"/>.</summary>
public class TraceLogger : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                break;
            case Error error:
                Trace.TraceError(error.ToString());
                break;
            case Warning warning:
                Trace.TraceWarning(warning.ToString());
                break;
            case LogEvent logEvent:
                Trace.TraceInformation(logEvent.ToString());
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
