using Akka.Actor;

namespace Akka.Event;

/// <summary>Logs dead letters, at most <c>akka.log-dead-letters</c> of them before it pauses.</summary>
public class DeadLetterListener : ActorBase
{
    private readonly EventStream _eventStream = Context.System.EventStream;
    private readonly int _maximum = Context.System.Settings.LogDeadLetters;
    private readonly TimeSpan _pause = Context.System.Settings.LogDeadLettersSuspendDuration;
    private long _count;
    private DateTimeOffset? _pausedUntil;

    protected override void PreStart()
    {
        _eventStream.Subscribe(Self, typeof(DeadLetter));
        _eventStream.Subscribe(Self, typeof(Dropped));
        _eventStream.Subscribe(Self, typeof(UnhandledMessage));
    }

    // A restart keeps the subscriptions and the count.
    protected override void PreRestart(Exception reason, object message) { }

    protected override void PostRestart(Exception reason) { }

    protected override void PostStop() => _eventStream.Unsubscribe(Self);

    protected override bool Receive(object message)
    {
        if (message is not AllDeadLetters letter)
        {
            return false;
        }

        if (letter.Message is not IDeadLetterSuppression)
        {
            Count(letter);
        }

        return true;
    }

    private void Count(AllDeadLetters letter)
    {
        _count++;
        if (_maximum == int.MaxValue)
        {
            Log(letter, "");
        }
        else if (_pausedUntil is { } until)
        {
            if (Context.System.Scheduler.Now >= until)
            {
                Log(letter, $", of which {_count - _maximum - 1} were not logged. The counter will be reset now");
                _count = 0;
                _pausedUntil = null;
            }
        }
        else if (_count < _maximum)
        {
            Log(letter, "");
        }
        else if (_count == _maximum && _pause > TimeSpan.Zero)
        {
            Log(letter, $", no more dead letters will be logged in next [{_pause}]");
            _pausedUntil = Context.System.Scheduler.Now + _pause;
        }
        else if (_count == _maximum)
        {
            Log(letter, ", no more dead letters will be logged");
        }
    }

    private void Log(AllDeadLetters letter, string afterwards)
    {
        var recipient = letter.Recipient;
        var type = letter.Message is IWrappedMessage wrapped ? $"{wrapped.Message.GetType().Name}] wrapped in [{letter.Message.GetType().Name}" : letter.Message.GetType().Name;
        var from = letter.Sender is null or Nobody ? "" : $" from {letter.Sender}";
        var fate = letter switch
        {
            Dropped dropped => $"was dropped. {dropped.Reason}",
            UnhandledMessage => "was unhandled",
            _ => "was not delivered",
        };
        _eventStream.Publish(new Info(
            LogSource.FromActorRef(recipient, Context.System),
            recipient.GetType(),
            $"Message [{type}]{from} to {recipient} {fate}. [{_count}] dead letters encountered{afterwards}. "
            + $"If this is not an expected behavior then {recipient} may have terminated unexpectedly. This logging can be turned off or adjusted with "
            + "configuration settings 'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'."));
    }
}
