using Akka.Dispatch;

namespace Akka.Event;

/// <summary>The queue of a logger: what is left in it at the end is printed.</summary>
public interface ILoggerMessageQueueSemantics : ISemantics;
