using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>A finite state machine that runs on the thread that sends to it, and whose state the test sets and reads.</summary>
public class TestFSMRef<TActor, TState, TData> : TestActorRefBase<TActor>
    where TActor : FSM<TState, TData>
    where TState : notnull
{
    /// <param name="system">The test's system.</param>
    /// <param name="props">How the machine is made.</param>
    /// <param name="supervisor">Its parent, by default the user guardian.</param>
    /// <param name="name">Its name, by default one of its own.</param>
    /// <param name="activateLogging">Logs each transition, at debug level.</param>
    public TestFSMRef(
        ActorSystem system,
        Props props,
        IActorRef? supervisor = null,
        string? name = null,
        bool activateLogging = false)
        : base(system, props, supervisor, name)
    {
        if (activateLogging)
        {
            var log = Logging.GetLogger(system, InternalRef);
            InternalRef.UseThreadContext(() =>
                UnderlyingActor.OnTransition((from, to) => log.Debug("transition {0} -> {1}", from, to)));
        }
    }

    public TState StateName => UnderlyingActor.StateName;

    public TData StateData => UnderlyingActor.StateData;

    /// <summary>Goes into a state as if the machine had done so itself, with what that entails: transitions, timeouts.</summary>
    public void SetState(TState stateName, TimeSpan? timeout = null) => SetState(stateName, StateData, timeout);

    public void SetState(TState stateName, TData stateData, TimeSpan? timeout = null, FSMBase.Reason? stopReason = null) =>
        Apply(new FSMBase.State<TState, TData>(stateName, stateData, timeout, stopReason));

    public void SetStateData(TData stateData, TimeSpan? timeout = null) => SetState(StateName, stateData, timeout);

    public void SetStateTimeout(TimeSpan timeout) => SetState(StateName, StateData, timeout);

    public void SetTimer(string name, object msg, TimeSpan timeout, bool repeat = false) =>
        InternalRef.UseThreadContext(() => UnderlyingActor.SetTimer(name, msg, timeout, repeat));

    public void CancelTimer(string name) => InternalRef.UseThreadContext(() => UnderlyingActor.CancelTimer(name));

    public bool IsTimerActive(string name) => UnderlyingActor.IsTimerActive(name);

    public bool IsStateTimerActive() => Machine.IsStateTimerActive;

    private IInternalSupportsTestFSMRef<TState, TData> Machine => UnderlyingActor;

    private void Apply(FSMBase.State<TState, TData> state) => InternalRef.UseThreadContext(() => Machine.ApplyState(state));
}
