using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.TestKit.TestEvent;

namespace Akka.TestKit;

/// <summary>The logger of test systems: what no filter swallows is printed as by the default logger.</summary>
public class TestEventListener : DefaultLogger
{
    private readonly List<IEventFilter> _filters = [];

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger initialize:
                Subscribe(initialize.LoggingBus);
                return base.Receive(message);
            case Mute mute:
                _filters.AddRange(mute.Filters);
                return true;
            case Unmute unmute:
                foreach (var filter in unmute.Filters)
                {
                    _filters.Remove(filter);
                }

                return true;
            case LogEvent logEvent:
                if (!IsMuted(logEvent))
                {
                    Print(logEvent);
                }

                return true;
            case DeadLetter deadLetter:
                Show(deadLetter);
                return true;
            case UnhandledMessage unhandled:
                Show(unhandled);
                return true;
            default:
                return base.Receive(message);
        }
    }

    private void Subscribe(LoggingBus bus)
    {
        foreach (var type in new[] { typeof(Mute), typeof(Unmute), typeof(DeadLetter), typeof(UnhandledMessage) })
        {
            bus.Subscribe(Self, type);
        }
    }

    private void Show(DeadLetter deadLetter)
    {
        var recipient = deadLetter.Recipient;
        if (IsMuted(new Warning(recipient.Path.ToString(), recipient.GetType(), deadLetter)) || deadLetter.Message is Terminate)
        {
            return;
        }

        var kind = deadLetter.Message is ISystemMessage ? "dead system message" : "dead letter";
        Print(new Warning(
            recipient.Path.ToString(),
            recipient.GetType(),
            $"Received {kind} from {deadLetter.Sender}: {deadLetter.Message}"));
    }

    private void Show(UnhandledMessage unhandled)
    {
        var recipient = unhandled.Recipient;
        var warning = new Warning(
            recipient.Path.ToString(),
            recipient.GetType(),
            $"Unhandled message from {unhandled.Sender}: {unhandled.Message}");
        if (!IsMuted(warning))
        {
            Print(warning);
        }
    }

    private bool IsMuted(LogEvent logEvent)
    {
        foreach (var filter in _filters)
        {
            if (filter.Apply(logEvent))
            {
                return true;
            }
        }

        return false;
    }
}
