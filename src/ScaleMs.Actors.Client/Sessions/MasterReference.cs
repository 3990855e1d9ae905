using Akka.Actor;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>Where the master is: another actor after each of its restarts. Written by the session's actor, read by everybody.</summary>
internal sealed class MasterReference
{
    private volatile IActorRef _current = ActorRefs.Nobody;

    public IActorRef Current
    {
        get => _current;
        set => _current = value;
    }
}
