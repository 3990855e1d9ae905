using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Stands for the failure that a call of <see cref="CircuitBreaker.Fail"/> reports.</summary>
public class UserCalledFailException : AkkaException
{
    public UserCalledFailException() : base("User code caused the circuit breaker to count a failure because it called Fail().") { }
}
