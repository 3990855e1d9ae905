using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Dispatch;

public partial class Mailbox
{
    // What the list of system messages ends in once no more are taken.
    private static readonly SystemMessage NoMore = new NoMessage();

    private SystemMessage? _systemMessages;

    internal bool HasSystemMessages
    {
        get
        {
            var first = Volatile.Read(ref _systemMessages);
            return first is not null && !ReferenceEquals(first, NoMore);
        }
    }

    /// <summary>Queues a message of the engine before the dispatcher knows the actor.</summary>
    internal void PostSystemUnscheduled(SystemMessage message) => _systemMessages = message;

    /// <summary>Queues a message of the engine and sees to its processing.</summary>
    internal void PostSystem(ActorCell cell, SystemMessage message)
    {
        var head = Volatile.Read(ref _systemMessages);
        while (true)
        {
            if (ReferenceEquals(head, NoMore))
            {
                SendToDeadLetters(cell, message);
                return;
            }

            message.Next = head;
            var found = Interlocked.CompareExchange(ref _systemMessages, message, head);
            if (ReferenceEquals(found, head))
            {
                Schedule(hasMessageHint: false);
                return;
            }

            head = found;
        }
    }

    private static SystemMessage? Reverse(SystemMessage? message)
    {
        SystemMessage? reversed = null;
        while (message is not null)
        {
            var next = message.Next;
            message.Next = reversed;
            reversed = message;
            message = next;
        }

        return reversed;
    }

    private static void SendToDeadLetters(ActorCell cell, SystemMessage message)
    {
        message.Unlink();
        var receiver = cell.Self;
        cell.SystemImpl.DeadLetters.Tell(new DeadLetter(message, receiver, receiver), receiver);
    }

    private void ProcessAllSystemMessages(ActorCell cell)
    {
        var message = TakeSystemMessages(null);
        while (message is not null)
        {
            var next = message.Next;
            message.Unlink();
            if (IsClosed)
            {
                SendToDeadLetters(cell, message);
            }
            else
            {
                cell.SystemInvoke(message);
            }

            message = next ?? (IsClosed ? null : TakeSystemMessages(null));
        }
    }

    private void DrainSystemMessages(ActorCell cell)
    {
        var message = TakeSystemMessages(NoMore);
        while (message is not null)
        {
            var next = message.Next;
            SendToDeadLetters(cell, message);
            message = next;
        }
    }

    private SystemMessage? TakeSystemMessages(SystemMessage? replacement)
    {
        if (replacement is null && !HasSystemMessages)
        {
            return null;
        }

        var taken = Interlocked.Exchange(ref _systemMessages, replacement);
        return ReferenceEquals(taken, NoMore) ? null : Reverse(taken);
    }
}
