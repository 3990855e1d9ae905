using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Comparers for the messages that listeners of a finite state machine get.</summary>
public static class FSMSpecHelpers
{
    public static Func<object, object, bool> CurrentStateExpector<TS>() => (expected, actual) =>
        expected is FSMBase.CurrentState<TS> left
        && actual is FSMBase.CurrentState<TS> right
        && left.FsmRef.Equals(right.FsmRef)
        && Equals(left.State, right.State);

    public static Func<object, object, bool> TransitionStateExpector<TS>() => (expected, actual) =>
        expected is FSMBase.Transition<TS> left
        && actual is FSMBase.Transition<TS> right
        && left.FsmRef.Equals(right.FsmRef)
        && Equals(left.From, right.From)
        && Equals(left.To, right.To);
}
