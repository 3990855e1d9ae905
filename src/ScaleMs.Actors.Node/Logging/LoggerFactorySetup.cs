using Akka.Actor.Setup;
using Microsoft.Extensions.Logging;

namespace ScaleMs.Actors.Node.Logging;

/// <summary>Brings a logger factory into an actor system, for <see cref="LoggerBridge"/>.</summary>
/// <param name="factory">Where log events go.</param>
internal sealed class LoggerFactorySetup(ILoggerFactory factory) : Setup
{
    public ILoggerFactory Factory { get; } = factory;
}
