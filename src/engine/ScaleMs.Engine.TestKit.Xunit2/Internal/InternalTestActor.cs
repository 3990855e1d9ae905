using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>Receives for a test: runs the auto-pilot, drops what is ignored, keeps the rest for the test to read.</summary>
internal sealed class InternalTestActor(ReceivedMessages received) : ActorBase
{
    [ThreadStatic]
    private static InternalTestActor? _running;

    private readonly DelegatingSupervisorStrategy _strategy = new();
    private AutoPilot _autoPilot = AutoPilot.NoAutoPilot;
    private TestActor.Ignore? _ignore;
    private IActorRef _self = ActorRefs.Nobody;

    /// <summary>The test actor, if this thread is processing one of its messages.</summary>
    public static InternalTestActor? RunningHere(IActorRef testActor) =>
        _running is { } running && running._self.Equals(testActor) ? running : null;

    protected override void PreStart() => _self = Self;

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    protected override bool Receive(object message)
    {
        var outer = _running;
        _running = this;
        try
        {
            if (message is TestActor.Command command)
            {
                Obey(command);
            }
            else if (!TryObey(message, out _))
            {
                Keep(message);
            }
        }
        finally
        {
            _running = outer;
        }

        return true;
    }

    public void Obey(TestActor.Command command)
    {
        try
        {
            if (!TryObey(command.Instruction, out var result))
            {
                throw new NotSupportedException($"A test actor does not know {command.Instruction}.");
            }

            command.Complete(result);
        }
        catch (Exception reason)
        {
            // Whoever gave the command waits for its outcome and rethrows it in the test.
            command.Fail(reason);
        }
    }

    private bool TryObey(object message, out IActorRef? result)
    {
        result = null;
        switch (message)
        {
            case TestActor.SetIgnore setIgnore:
                _ignore = setIgnore.Ignore;
                return true;
            case TestActor.SetAutoPilot setAutoPilot:
                _autoPilot = setAutoPilot.AutoPilot;
                return true;
            case TestActor.Watch watch:
                Context.Watch(watch.Actor);
                return true;
            case TestActor.Unwatch unwatch:
                Context.Unwatch(unwatch.Actor);
                return true;
            case TestActor.Spawn spawn:
                result = spawn.Apply(Context);
                if (spawn._supervisorStrategy.HasValue)
                {
                    _strategy.Update(result, spawn._supervisorStrategy.Value);
                }

                return true;
            default:
                return false;
        }
    }

    private void Keep(object message)
    {
        if (_autoPilot is not NoAutoPilot)
        {
            var next = _autoPilot.Run(Sender, message);
            if (next is not KeepRunning)
            {
                _autoPilot = next;
            }
        }

        if (_ignore is null || !_ignore(message))
        {
            received.Enqueue(new RealMessageEnvelope(message, Sender));
        }
    }
}
