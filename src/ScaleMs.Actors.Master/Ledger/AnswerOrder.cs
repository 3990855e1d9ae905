using Akka.Actor;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>
/// Keeps the order of messages to the requester of a command: the answer takes the longer way through the command's handler, and what
/// follows, such as the result of the task, must not overtake it.
/// </summary>
/// <param name="send">Sends a message to an actor.</param>
internal sealed class AnswerOrder(Action<IActorRef, object> send)
{
    private readonly Dictionary<IActorRef, Queue<object>> _lines = [];
    private readonly HashSet<CommandFinished> _unsent = new(ReferenceEqualityComparer.Instance);

    /// <summary>Messages that wait for an earlier answer.</summary>
    public int Held { get; private set; }

    /// <summary>Sends the message, or holds it until the answers before it have been sent.</summary>
    public void Send(IActorRef to, object message)
    {
        if (message is CommandFinished { Confirm: not null } finished)
        {
            if (!_lines.TryGetValue(finished.Request.Requester, out var line))
            {
                _lines.Add(finished.Request.Requester, line = []);
            }

            line.Enqueue(finished);
            _unsent.Add(finished);
            send(to, finished);
        }
        else if (_lines.Count > 0 && _lines.TryGetValue(to, out var line))
        {
            line.Enqueue(message);
            Held++;
        }
        else
        {
            send(to, message);
        }
    }

    /// <summary>The answer has been sent.</summary>
    public void Sent(CommandFinished finished)
    {
        var requester = finished.Request.Requester;
        if (!_unsent.Remove(finished) || !_lines.TryGetValue(requester, out var line))
        {
            return;
        }

        while (line.TryPeek(out var first) && !(first is CommandFinished next && _unsent.Contains(next)))
        {
            line.Dequeue();
            if (first is not CommandFinished)
            {
                Held--;
                send(requester, first);
            }
        }

        if (line.Count == 0)
        {
            _lines.Remove(requester);
        }
    }
}
