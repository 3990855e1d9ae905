namespace Akka.Event;

/// <summary>Messages that may end as dead letters without a log line.</summary>
public interface IDeadLetterSuppression;
