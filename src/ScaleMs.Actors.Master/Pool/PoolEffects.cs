using Akka.Actor;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>
/// The messages of a transition of the pool, in their order. They leave when the transition is complete; those of a failed transition
/// are discarded.
/// </summary>
internal sealed class PoolEffects
{
    private readonly List<(IActorRef To, object Message)> _told = [];

    /// <summary>Called before each message is collected. Tests let it throw.</summary>
    public Action? Collecting { get; set; }

    public void Tell(IActorRef to, object message)
    {
        Collecting?.Invoke();
        _told.Add((to, message));
    }

    /// <summary>Sends everything collected.</summary>
    public void Leave(Action<IActorRef, object> send)
    {
        foreach (var (to, message) in _told)
        {
            send(to, message);
        }

        _told.Clear();
    }

    /// <summary>Forgets everything collected.</summary>
    public void Discard() => _told.Clear();
}
