using Akka.Event;
using Akka.Routing;

namespace Akka.Actor;

public abstract partial class FSM<TState, TData>
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case TimeoutMarker marker:
                if (marker.Generation == _generation)
                {
                    Process(StateTimeout.Instance);
                }

                return true;
            case Timer timer:
                if (Take(timer))
                {
                    LeaveQuiet();
                    Process(timer.Message);
                }

                return true;
            case SubscribeTransitionCallBack subscription:
                Subscribe(subscription.ActorRef);
                return true;
            case Listen listen:
                Subscribe(listen.Listener);
                return true;
            case UnsubscribeTransitionCallBack unsubscription:
                Unsubscribe(unsubscription.ActorRef);
                return true;
            case Deafen deafen:
                Unsubscribe(deafen.Listener);
                return true;
            default:
                LeaveQuiet();
                Process(message);
                return true;
        }
    }

    protected override void PostStop()
    {
        if (_current is not null)
        {
            Terminate(Stay().WithStopReason(Shutdown.Instance));
        }

        base.PostStop();
    }

    private void Subscribe(IActorRef listener)
    {
        Context.Watch(listener);
        Listeners.Add(listener);
        listener.Tell(new CurrentState<TState>(Self, StateName));
    }

    private void Unsubscribe(IActorRef listener)
    {
        Context.Unwatch(listener);
        Listeners.Remove(listener);
    }

    private void Process(object message)
    {
        var state = StateName;
        if (DebugEvent)
        {
            _log.Debug("processing {0} from {1} in state {2}", message, Sender, state);
        }

        if (message is Terminated terminated)
        {
            Listeners.Remove(terminated.ActorRef);
        }

        var @event = new Event<TData>(message, StateData);
        var next = (_states.TryGetValue(state, out var function) ? function(@event) : null) ?? _unhandled(@event) ?? Stay();
        if (DebugEvent && !EqualityComparer<TState>.Default.Equals(state, next.StateName))
        {
            _log.Debug("transition {0} -> {1}", state, next.StateName);
        }

        ApplyState(next);
    }

    private void ApplyState(State<TState, TData> next)
    {
        if (next.StopReason is null)
        {
            MakeTransition(next);
            return;
        }

        Reply(next);
        Terminate(next);
        Context.Stop(Self);
    }

    private void MakeTransition(State<TState, TData> next)
    {
        if (!_states.ContainsKey(next.StateName))
        {
            Terminate(Stay().WithStopReason(new Failure($"Next state {next.StateName} does not exist")));
            Context.Stop(Self);
            return;
        }

        Reply(next);
        var current = Current;
        if (next.Notifies || !EqualityComparer<TState>.Default.Equals(current.StateName, next.StateName))
        {
            _next = next;
            foreach (var handler in _transitions)
            {
                handler(current.StateName, next.StateName);
            }

            Listeners.Gossip(new Transition<TState>(Self, current.StateName, next.StateName));
            _next = null;
        }

        _current = next;
        StartStateTimer(next.Timeout ?? _timeouts.GetValueOrDefault(next.StateName));
    }

    private void Reply(State<TState, TData> next)
    {
        for (var i = next.Replies.Count - 1; i >= 0; i--)
        {
            Sender.Tell(next.Replies[i]);
        }
    }

    private void Terminate(State<TState, TData> last)
    {
        if (Current.StopReason is not null)
        {
            return;
        }

        var reason = last.StopReason!;
        LogTermination(reason);
        StopTimers();
        _current = last;
        _onTermination(new StopEvent<TState, TData>(reason, last.StateName, last.StateData));
    }
}
