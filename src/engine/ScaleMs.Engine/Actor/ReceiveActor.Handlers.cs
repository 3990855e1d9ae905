using Akka.Dispatch;

namespace Akka.Actor;

public abstract partial class ReceiveActor
{
    /// <summary>Handles messages of a type.</summary>
    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        Configured.Add(new ActionHandler<T>(handler, shouldHandle));

    /// <summary>Handles messages of a type that meet a condition.</summary>
    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>Handles messages of a type; those for which the handler returns false go to the next one.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Configured.Add(new FunctionHandler<T>(handler));

    /// <summary>Handles messages of a type.</summary>
    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Configured.Add(new TypeHandler(messageType, handler, shouldHandle));

    /// <summary>Handles messages of a type that meet a condition.</summary>
    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Receive(messageType, handler, shouldHandle);

    /// <summary>Handles messages of a type; those for which the handler returns false go to the next one.</summary>
    protected void Receive(Type messageType, Func<object, bool> handler) =>
        Configured.Add(new TypeFunctionHandler(messageType, handler));

    /// <summary>Handles every message that no handler before it took.</summary>
    protected void ReceiveAny(Action<object> handler) => Configured.Add(new ActionHandler<object>(handler, null));

    /// <summary>Handles messages of a type asynchronously; the next message waits until it is done.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Receive(message => ActorTaskScheduler.RunTask(() => handler(message)), shouldHandle);

    /// <summary>Handles messages of a type that meet a condition asynchronously; the next message waits until it is done.</summary>
    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => ReceiveAsync(handler, shouldHandle);

    /// <summary>Handles messages of a type asynchronously; the next message waits until it is done.</summary>
    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Receive(messageType, message => ActorTaskScheduler.RunTask(() => handler(message)), shouldHandle);

    /// <summary>Handles messages of a type that meet a condition asynchronously; the next message waits until it is done.</summary>
    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        ReceiveAsync(messageType, handler, shouldHandle);

    /// <summary>Handles every message that no handler before it took, asynchronously.</summary>
    protected void ReceiveAnyAsync(Func<object, Task> handler) =>
        ReceiveAny(message => ActorTaskScheduler.RunTask(() => handler(message)));

    private abstract class Handler
    {
        public Handler? Next { get; set; }

        /// <summary>Whether nothing gets past it, so that a handler after it could never run.</summary>
        public virtual bool TakesAll => false;

        public abstract bool Handle(object message);
    }

    private sealed class HandlerList
    {
        private Handler? _first;
        private Handler? _last;

        public void Add(Handler handler)
        {
            if (_last is null)
            {
                _first = handler;
            }
            else
            {
                if (_last.TakesAll)
                {
                    throw new InvalidOperationException(
                        "A handler that catches all messages has been added. No handler can be added after that.");
                }

                _last.Next = handler;
            }

            _last = handler;
        }

        public bool Handle(object message)
        {
            for (var handler = _first; handler is not null; handler = handler.Next)
            {
                if (handler.Handle(message))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private sealed class ActionHandler<T>(Action<T> action, Predicate<T>? condition) : Handler
    {
        public override bool TakesAll => typeof(T) == typeof(object) && condition is null;

        public override bool Handle(object message)
        {
            if (message is T typed && (condition is null || condition(typed)))
            {
                action(typed);
                return true;
            }

            return false;
        }
    }

    private sealed class FunctionHandler<T>(Func<T, bool> function) : Handler
    {
        public override bool Handle(object message) => message is T typed && function(typed);
    }

    private sealed class TypeHandler(Type type, Action<object> action, Predicate<object>? condition) : Handler
    {
        public override bool TakesAll => type == typeof(object) && condition is null;

        public override bool Handle(object message)
        {
            if (type.IsInstanceOfType(message) && (condition is null || condition(message)))
            {
                action(message);
                return true;
            }

            return false;
        }
    }

    private sealed class TypeFunctionHandler(Type type, Func<object, bool> function) : Handler
    {
        public override bool Handle(object message) => type.IsInstanceOfType(message) && function(message);
    }
}
