using Akka.Actor;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>What a test actor can be told to do besides receiving.</summary>
public static class TestActor
{
    public delegate bool Ignore(object message);

    public static NullMessageEnvelope NullMessage => NullMessageEnvelope.Instance;

    public static AutoPilot NoAutoPilot => AutoPilot.NoAutoPilot;

    public static AutoPilot KeepRunning => AutoPilot.KeepRunning;

    public class SetIgnore(Ignore? ignore) : INoSerializationVerificationNeeded
    {
        public Ignore? Ignore { get; } = ignore;
    }

    public class SetAutoPilot(AutoPilot autoPilot) : INoSerializationVerificationNeeded
    {
        public AutoPilot AutoPilot { get; } = autoPilot;
    }

    public class Watch(IActorRef actorToWatch) : INoSerializationVerificationNeeded
    {
        public IActorRef Actor { get; } = actorToWatch;
    }

    public class Unwatch(IActorRef actorToUnwatch) : INoSerializationVerificationNeeded
    {
        public IActorRef Actor { get; } = actorToUnwatch;
    }

    public class Spawn(Props props, Option<string> name, Option<SupervisorStrategy> supervisorStrategy) : INoSerializationVerificationNeeded
    {
        public readonly Props _props = props;
        public readonly Option<string> _name = name;
        public readonly Option<SupervisorStrategy> _supervisorStrategy = supervisorStrategy;

        public IActorRef Apply(IActorRefFactory context) =>
            _name.HasValue ? context.ActorOf(_props, _name.Value) : context.ActorOf(_props);
    }

    /// <summary>A command with a way for the test to learn that the test actor has carried it out.</summary>
    internal sealed class Command(object instruction) : INoSerializationVerificationNeeded
    {
        private readonly TaskCompletionSource<IActorRef?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _done = new();

        public object Instruction { get; } = instruction;

        /// <summary>The actor that the command made, if it made one.</summary>
        public Task<IActorRef?> Outcome => _outcome.Task;

        public void Complete(IActorRef? result)
        {
            _outcome.SetResult(result);
            _done.Set();
        }

        public void Fail(Exception reason)
        {
            _outcome.SetException(reason);
            _done.Set();
        }

        public bool Wait(TimeSpan timeout, CancellationToken cancellationToken) => _done.Wait(timeout, cancellationToken);
    }
}
