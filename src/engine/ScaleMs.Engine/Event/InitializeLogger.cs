using Akka.Actor;

namespace Akka.Event;

/// <summary>The first message to a logger; it may subscribe to more, and answers <see cref="LoggerInitialized"/>.</summary>
public class InitializeLogger : INoSerializationVerificationNeeded
{
    public InitializeLogger(LoggingBus loggingBus) => LoggingBus = loggingBus;

    public LoggingBus LoggingBus { get; }
}
