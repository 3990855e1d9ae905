namespace Akka.Actor;

/// <summary>What all finite state machines have in common: their messages and values.</summary>
public abstract partial class FSMBase : ActorBase
{
    protected FSMBase() { }

    /// <summary>What a state function gets: the message and the data of the state.</summary>
    public readonly struct Event<TD> : INoSerializationVerificationNeeded
    {
        public Event(object fsmEvent, TD stateData)
        {
            FsmEvent = fsmEvent;
            StateData = stateData;
        }

        public object FsmEvent { get; }

        public TD StateData { get; }

        public override string ToString() => $"Event: <{FsmEvent}>, StateData: <{StateData}>";
    }

    /// <summary>What a machine ended with.</summary>
    public sealed class StopEvent<TS, TD> : INoSerializationVerificationNeeded
    {
        public StopEvent(Reason reason, TS terminatedState, TD stateData)
        {
            Reason = reason;
            TerminatedState = terminatedState;
            StateData = stateData;
        }

        public Reason Reason { get; }

        public TS TerminatedState { get; }

        public TD StateData { get; }

        public override string ToString() => $"StopEvent: <Reason: <{Reason}>, TerminatedState: <{TerminatedState}>, StateData: <{StateData}>>";
    }

    /// <summary>The message of a state's time-out.</summary>
    public sealed class StateTimeout
    {
        private StateTimeout() { }

        public static StateTimeout Instance { get; } = new();
    }

    /// <summary>One line of a machine's past: its state before an event, and the event.</summary>
    public sealed class LogEntry<TS, TD>
    {
        public LogEntry(TS stateName, TD stateData, object fsmEvent)
        {
            StateName = stateName;
            StateData = stateData;
            FsmEvent = fsmEvent;
        }

        public TS StateName { get; }

        public TD StateData { get; }

        public object FsmEvent { get; }

        public override string ToString() => $"LogEntry: <StateName: <{StateName}>, StateData: <{StateData}>, FsmEvent: <{FsmEvent}>>";
    }

    internal sealed record Timer(string Name, object Message, long Generation) : INoSerializationVerificationNeeded;

    internal sealed record TimeoutMarker(long Generation) : INoSerializationVerificationNeeded;
}
