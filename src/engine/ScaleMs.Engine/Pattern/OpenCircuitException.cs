using Akka.Actor;

namespace Akka.Pattern;

/// <summary>A circuit breaker refuses calls; it will try one again after <see cref="RemainingDuration"/>.</summary>
public class OpenCircuitException : AkkaException
{
    private const string Refusal = "Circuit Breaker is open; calls are failing fast";

    public OpenCircuitException() : base(Refusal) { }

    public OpenCircuitException(Exception? cause) : base(Refusal, cause) { }

    public OpenCircuitException(Exception? cause, TimeSpan remainingDuration) : base(Refusal, cause) => RemainingDuration = remainingDuration;

    public OpenCircuitException(string message) : base(message) { }

    public OpenCircuitException(string message, TimeSpan remainingDuration) : base(message) => RemainingDuration = remainingDuration;

    public OpenCircuitException(string message, Exception? cause) : base(message, cause) { }

    public OpenCircuitException(string message, Exception? cause, TimeSpan remainingDuration) : base(message, cause) => RemainingDuration = remainingDuration;

    public TimeSpan RemainingDuration { get; }
}
