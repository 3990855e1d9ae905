using Akka.Actor;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>
/// Messages that must not leave before the changes they report are committed. Without a journal, or with nothing to write, they leave
/// at once; their order is kept in any case.
/// </summary>
/// <param name="send">Sends a message to an actor.</param>
internal sealed class CommitGate(Action<IActorRef, object> send)
{
    private readonly Queue<(long After, IActorRef To, object Message)> _held = new();
    private long _committed;

    /// <summary>Sends the messages of a transition, or holds them.</summary>
    /// <param name="messages">In order.</param>
    /// <param name="written">Sequence of the last entry that must be committed before they go; 0 = none.</param>
    public void Pass(List<(IActorRef To, object Message)> messages, long written)
    {
        foreach (var (to, message) in messages)
        {
            if (_held.Count == 0 && written <= _committed)
            {
                send(to, message);
            }
            else
            {
                _held.Enqueue((written, to, message));
            }
        }
    }

    /// <summary>Entries up to there are committed.</summary>
    public void Committed(long upTo)
    {
        _committed = Math.Max(_committed, upTo);
        while (_held.TryPeek(out var first) && first.After <= _committed)
        {
            var (_, to, message) = _held.Dequeue();
            send(to, message);
        }
    }
}
