using Akka.Actor;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>
/// Messages that must not leave before what they speak of is written down. Without a journal, or with nothing left to write, they go
/// at once; their order is kept in any case.
/// </summary>
/// <param name="send">Sends a message to an actor, in the name of another.</param>
internal sealed class CommitGate(Action<IActorRef, object, IActorRef> send)
{
    private readonly List<Letter> _current = [];
    private readonly Queue<(long After, Letter Letter)> _held = new();
    private long _committed;

    /// <summary>A message of the step that is going on.</summary>
    public void Tell(IActorRef to, object message, IActorRef sender) => _current.Add(new Letter(to, message, sender));

    /// <summary>The step is over.</summary>
    /// <param name="written">Sequence of the last entry that must be committed before its messages go; 0 = none.</param>
    public void Close(long written)
    {
        foreach (var letter in _current)
        {
            if (_held.Count == 0 && written <= _committed)
            {
                Send(letter);
            }
            else
            {
                _held.Enqueue((written, letter));
            }
        }

        _current.Clear();
    }

    /// <summary>Entries up to there are committed.</summary>
    public void Committed(long upTo)
    {
        _committed = Math.Max(_committed, upTo);
        while (_held.TryPeek(out var first) && first.After <= _committed)
        {
            Send(_held.Dequeue().Letter);
        }
    }

    private void Send(Letter letter) => send(letter.To, letter.Message, letter.Sender);

    private readonly record struct Letter(IActorRef To, object Message, IActorRef Sender);
}
