using Akka.Event;

namespace Akka.Actor;

public partial class Inbox
{
    private sealed class InboxActor(MessageStore store) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case WatchOrder { Stop: true } order:
                    Context.Unwatch(order.Subject);
                    break;
                case WatchOrder { Message: null } order:
                    Context.Watch(order.Subject);
                    break;
                case WatchOrder order:
                    Context.WatchWith(order.Subject, order.Message);
                    break;
                default:
                    if (!store.Add(message))
                    {
                        Context.System.Log.Warning(
                            "Dropping message: Inbox size has been exceeded, use akka.actor.inbox.inbox-size to increase maximum allowed inbox size. Current is {0}",
                            store.Capacity);
                    }

                    break;
            }
        }
    }

    /// <summary>The messages received and those who wait for one.</summary>
    private sealed class MessageStore(int capacity)
    {
        private readonly LinkedList<object> _messages = [];
        private readonly LinkedList<(Predicate<object> Wanted, TaskCompletionSource<object> Waiter)> _waiters = [];

        public int Capacity { get; } = capacity;

        public bool Add(object message)
        {
            lock (_messages)
            {
                for (var node = _waiters.First; node is not null; node = node.Next)
                {
                    if (node.Value.Wanted(message))
                    {
                        _waiters.Remove(node);
                        node.Value.Waiter.TrySetResult(message);
                        return true;
                    }
                }

                if (_messages.Count >= Capacity)
                {
                    return false;
                }

                _messages.AddLast(message);
                return true;
            }
        }

        public TaskCompletionSource<object> Take(Predicate<object> wanted)
        {
            var waiter = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_messages)
            {
                for (var node = _messages.First; node is not null; node = node.Next)
                {
                    if (wanted(node.Value))
                    {
                        _messages.Remove(node);
                        waiter.SetResult(node.Value);
                        return waiter;
                    }
                }

                _waiters.AddLast((wanted, waiter));
            }

            return waiter;
        }

        /// <summary>Ends a wait; gives the message that came in between, or null.</summary>
        public object? GiveUp(TaskCompletionSource<object> waiter)
        {
            lock (_messages)
            {
                for (var node = _waiters.First; node is not null; node = node.Next)
                {
                    if (ReferenceEquals(node.Value.Waiter, waiter))
                    {
                        _waiters.Remove(node);
                        return null;
                    }
                }
            }

#pragma warning disable VSTHRD002 // It is complete: who takes a waiter out of the list gives it its message.
            return waiter.Task.Result;
#pragma warning restore VSTHRD002
        }
    }
}
