using Akka.Event;

namespace Akka.TestKit;

public interface IEventFilter
{
    /// <summary>Whether the event matches; a match counts, and the event is not printed.</summary>
    bool Apply(LogEvent logEvent);
}
