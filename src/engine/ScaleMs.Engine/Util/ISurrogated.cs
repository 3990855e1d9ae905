using Akka.Actor;

namespace Akka.Util;

/// <summary>Travels as its surrogate.</summary>
public interface ISurrogated
{
    ISurrogate ToSurrogate(ActorSystem system);
}
