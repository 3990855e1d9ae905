using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Passes messages on to a child, and starts it again, after a growing delay, when it fails. When it stops, so does the supervisor.</summary>
internal sealed class BackoffOnRestartSupervisor : BackoffSupervisorBase
{
    private readonly TimeSpan _minBackoff;
    private readonly TimeSpan _maxBackoff;
    private readonly double _randomFactor;
    private readonly OneForOneStrategy _strategy;
    private bool _failed;

    public BackoffOnRestartSupervisor(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        IBackoffReset reset,
        double randomFactor,
        OneForOneStrategy strategy,
        object? replyWhileStopped,
        Func<object, bool>? finalStopMessage)
        : base(childProps, childName, reset, replyWhileStopped, finalStopMessage)
    {
        _minBackoff = minBackoff;
        _maxBackoff = maxBackoff;
        _randomFactor = randomFactor;
        _strategy = strategy;
    }

    // A restart in place would know no delay: the child is stopped, and made anew when the delay is over.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, _strategy.WithinTimeRangeMilliseconds, failure =>
    {
        var directive = _strategy.Decider.Decide(failure);
        if (directive != Directive.Restart)
        {
            return directive;
        }

        _failed = _strategy.MaxNumberOfRetries < 0 || RestartCountN < _strategy.MaxNumberOfRetries;
        return Directive.Stop;
    });

    protected override bool Receive(object message)
    {
        if (message is not Terminated terminated || !terminated.ActorRef.Equals(Child))
        {
            return HandleBackoff(message);
        }

        Child = null;
        if (!_failed || FinalStopMessageReceived)
        {
            Context.Stop(Self);
            return true;
        }

        _failed = false;
        var delay = BackoffDelay.Of(RestartCountN, _minBackoff, _maxBackoff, _randomFactor);
        RestartCountN++;
        Context.System.Scheduler.ScheduleTellOnce(delay, Self, BackoffSupervisor.StartChild.Instance, Self);
        return true;
    }
}
