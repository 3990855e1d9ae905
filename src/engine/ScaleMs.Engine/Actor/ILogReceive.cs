namespace Akka.Actor;

/// <summary>An actor whose received messages are logged at debug level when <c>akka.actor.debug.receive</c> is on.</summary>
public interface ILogReceive
{
}
