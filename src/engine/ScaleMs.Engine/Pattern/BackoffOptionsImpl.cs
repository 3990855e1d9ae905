using Akka.Actor;

namespace Akka.Pattern;

internal sealed class BackoffOptionsImpl(
    bool restartsOnStop, Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) : BackoffOptions
{
    private IBackoffReset? _reset;
    private OneForOneStrategy _strategy = new(SupervisorStrategy.DefaultDecider);
    private object? _replyWhileStopped;
    private Func<object, bool>? _finalStopMessage;

    internal override Props Props
    {
        get
        {
            Require(minBackoff > TimeSpan.Zero, "minBackoff must be > 0");
            Require(maxBackoff >= minBackoff, "maxBackoff must be >= minBackoff");
            Require(randomFactor is >= 0 and <= 1, "randomFactor must be between 0.0 and 1.0");
            var reset = _reset ?? new AutoReset(minBackoff);
            Require(reset is not AutoReset auto || (auto.ResetBackoff >= minBackoff && auto.ResetBackoff <= maxBackoff), "the reset time must lie between minBackoff and maxBackoff");
            return restartsOnStop
                ? Actor.Props.Create(() => new BackoffSupervisor(
                    childProps, childName, minBackoff, maxBackoff, reset, randomFactor, _strategy, _replyWhileStopped, _finalStopMessage))
                : Actor.Props.Create(() => new BackoffOnRestartSupervisor(
                    childProps, childName, minBackoff, maxBackoff, reset, randomFactor, _strategy, _replyWhileStopped, _finalStopMessage));
        }
    }

    public override BackoffOptions WithAutoReset(TimeSpan resetBackoff) => With(options => options._reset = new AutoReset(resetBackoff));

    public override BackoffOptions WithManualReset() => With(static options => options._reset = new ManualReset());

    public override BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy) =>
        With(options => options._strategy = supervisorStrategy);

    public override BackoffOptions WithDefaultStoppingStrategy() =>
        With(static options => options._strategy = new OneForOneStrategy(options._strategy.MaxNumberOfRetries, options._strategy.WithinTimeRangeMilliseconds, SupervisorStrategy.StoppingStrategy.Decider));

    public override BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) =>
        With(options => options._strategy = new OneForOneStrategy(maxNrOfRetries, options._strategy.WithinTimeRangeMilliseconds, options._strategy.Decider));

    public override BackoffOptions WithReplyWhileStopped(object replyWhileStopped) => With(options => options._replyWhileStopped = replyWhileStopped);

    public override BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage) =>
        With(options => options._finalStopMessage = isFinalStopMessage);

    private BackoffOptionsImpl With(Action<BackoffOptionsImpl> change)
    {
        var copy = (BackoffOptionsImpl)MemberwiseClone();
        change(copy);
        return copy;
    }

    private static void Require(bool condition, string rule)
    {
        if (!condition)
        {
            throw new ArgumentException(rule);
        }
    }
}
