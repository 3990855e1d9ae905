using Akka.Actor;

namespace Akka.Remote;

/// <summary>A ref whose actor may live in another system.</summary>
public interface IRemoteRef : IActorRefScope
{
}
