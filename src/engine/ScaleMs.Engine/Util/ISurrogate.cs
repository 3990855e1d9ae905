using Akka.Actor;

namespace Akka.Util;

/// <summary>Stands on the wire for an object that knows its actor system.</summary>
public interface ISurrogate
{
    ISurrogated FromSurrogate(ActorSystem system);
}
