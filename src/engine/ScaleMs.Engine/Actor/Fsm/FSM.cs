using Akka.Actor.Internal;
using Akka.Event;
using Akka.Pattern;
using Akka.Routing;

namespace Akka.Actor;

/// <summary>
/// An actor as a finite state machine: for each state a function that takes a message and the state's data, and says which state
/// comes next. Define the states in the constructor, then call <see cref="Initialize"/>.
/// </summary>
public abstract partial class FSM<TState, TData> : FSMBase, IListeners, IInternalSupportsTestFSMRef<TState, TData>
    where TState : notnull
{
    protected readonly bool DebugEvent;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<TState, StateFunction> _states = [];
    private readonly Dictionary<TState, TimeSpan?> _timeouts = [];
    private readonly List<TransitionHandler> _transitions = [];
    private Action<StopEvent<TState, TData>> _onTermination = static _ => { };
    private StateFunction _unhandled;
    private State<TState, TData>? _current;
    private State<TState, TData>? _next;

    protected FSM()
    {
        DebugEvent = Context.System.Settings.FsmDebugEvent;
        _unhandled = LogUnhandled;
    }

    /// <summary>Takes a message and the state's data; null leaves the message unhandled.</summary>
    public delegate State<TState, TData>? StateFunction(Event<TData> fsmEvent);

    public delegate void TransitionHandler(TState initialState, TState nextState);

    public ListenerSupport Listeners { get; } = new();

    public TState StateName => Current.StateName;

    public TData StateData => Current.StateData;

    /// <summary>The data of the state to come; only in a transition handler.</summary>
    public TData NextStateData =>
        _next is { } next ? next.StateData : throw new InvalidOperationException("NextStateData is only available during OnTransition");

    bool IInternalSupportsTestFSMRef<TState, TData>.IsStateTimerActive => _stateTimer is not null;

    private State<TState, TData> Current =>
        _current ?? throw new IllegalStateException("You must call StartWith before using the FSM.");

    /// <summary>Defines a state. Functions for the same state are asked one after another.</summary>
    public void When(TState stateName, StateFunction func, TimeSpan? timeout = null)
    {
        _states[stateName] = _states.TryGetValue(stateName, out var first) ? @event => first(@event) ?? func(@event) : func;
        if (timeout is not null || !_timeouts.ContainsKey(stateName))
        {
            _timeouts[stateName] = timeout;
        }
    }

    /// <summary>Says with which state the machine begins.</summary>
    public void StartWith(TState stateName, TData stateData, TimeSpan? timeout = null) =>
        _current = new State<TState, TData>(stateName, stateData, timeout);

    /// <summary>Enters the first state.</summary>
    public void Initialize()
    {
        if (_current is not { } first)
        {
            throw new IllegalStateException("You must call StartWith before calling Initialize.");
        }

        MakeTransition(first.WithNotification(false));
    }

    public State<TState, TData> GoTo(TState nextStateName) => new(nextStateName, Current.StateData);

    public State<TState, TData> GoTo(TState nextStateName, TData stateData) => new(nextStateName, stateData);

    /// <summary>No transition; the state's time-out starts anew.</summary>
    public State<TState, TData> Stay() => GoTo(Current.StateName).WithNotification(false);

    public State<TState, TData> Stop() => Stop(Normal.Instance);

    public State<TState, TData> Stop(Reason reason) => Stop(reason, Current.StateData);

    public State<TState, TData> Stop(Reason reason, TData stateData) => Stay().Using(stateData).WithStopReason(reason);

    /// <summary>What to do with messages that no state function handles.</summary>
    public void WhenUnhandled(StateFunction stateFunction)
    {
        var before = _unhandled;
        _unhandled = @event => stateFunction(@event) ?? before(@event);
    }

    public void OnTransition(TransitionHandler transitionHandler) => _transitions.Add(transitionHandler);

    public void OnTermination(Action<StopEvent<TState, TData>> terminationHandler) => _onTermination = terminationHandler;

    /// <summary>Changes or, with null, takes away a state's time-out.</summary>
    public void SetStateTimeout(TState state, TimeSpan? timeout)
    {
        if (!_states.ContainsKey(state))
        {
            throw new ArgumentException($"There is no state [{state}].", nameof(state));
        }

        _timeouts[state] = timeout;
    }

    public TransformHelper Transform(StateFunction func) => new(func);

    void IInternalSupportsTestFSMRef<TState, TData>.ApplyState(State<TState, TData> upcomingState) => ApplyState(upcomingState);

    protected virtual void LogTermination(Reason reason)
    {
        if (reason is Failure { Cause: Exception exception })
        {
            _log.Error(exception, "terminating due to Failure");
        }
        else if (reason is Failure failure)
        {
            _log.Error("{0}", failure.Cause);
        }
    }

    /// <summary>Works on what a state function returned.</summary>
    public sealed class TransformHelper
    {
        public TransformHelper(StateFunction func) => Func = func;

        public StateFunction Func { get; }

        public StateFunction Using(Func<State<TState, TData>, State<TState, TData>> andThen) =>
            @event => Func(@event) is { } next ? andThen(next) : null;
    }

    private State<TState, TData> LogUnhandled(Event<TData> @event)
    {
        _log.Warning("unhandled event {0} in state {1}", @event.FsmEvent, StateName);
        return Stay();
    }
}
