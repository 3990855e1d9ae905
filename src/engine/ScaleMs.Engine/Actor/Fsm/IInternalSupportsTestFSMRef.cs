namespace Akka.Actor.Internal;

/// <summary>What the TestKit's FSM ref needs.</summary>
public interface IInternalSupportsTestFSMRef<TState, TData>
{
    bool IsStateTimerActive { get; }

    void ApplyState(FSMBase.State<TState, TData> upcomingState);
}
