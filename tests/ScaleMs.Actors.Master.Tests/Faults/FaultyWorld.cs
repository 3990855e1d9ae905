using Akka.Actor;
using Akka.TestKit;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Tests.Faults;

/// <summary>
/// An actor under a supervisor like the master, surrounded by probes, that runs a scenario in which the n-th effect fails. All
/// messages to the probes are read after each step, so that they are attributed to the right step.
/// </summary>
internal sealed class FaultyWorld(TestKitBase kit, int failAt) : IDisposable
{
    private readonly List<TestProbe> _probes = [];
    private readonly TestProbe _parent = kit.CreateTestProbe();
    private int _effects;
    private bool _isArmed = true;

    public IActorRef Actor { get; private set; } = ActorRefs.Nobody;

    /// <summary>True once the effect has failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The messages to each probe in the last step, and to the supervisor after the actor's failure.</summary>
    public List<object> Told { get; } = [];

    /// <summary>Why the actor cannot go on; null = it has not reported a reason.</summary>
    public string? Broken { get; private set; }

    /// <summary>The hook for <c>Collecting</c>.</summary>
    public void Collecting()
    {
        if (_isArmed && ++_effects == failAt)
        {
            (_isArmed, HasFailed) = (false, true);
            throw new InvalidOperationException("the effect that fails");
        }
    }

    public TestProbe Probe()
    {
        var probe = kit.CreateTestProbe();
        _probes.Add(probe);
        return probe;
    }

    public void Start(Props props)
    {
        var supervisor = kit.Sys.ActorOf(Props.Create(() => new Supervisor(props, _parent.Ref)));
        supervisor.Tell("child", _parent.Ref);
        Actor = _parent.ExpectMsg<IActorRef>(TestKitTimes.Patience);
    }

    /// <summary>Sends the actor a message, waits until it has handled it, and reads the messages it has sent.</summary>
    public void Step(object message, TestProbe sender)
    {
        Told.Clear();
        Actor.Tell(message, sender.Ref);
        var handled = kit.CreateTestProbe();
        Actor.Tell(new Identify(null), handled.Ref);
        handled.ExpectMsg<ActorIdentity>(TestKitTimes.Patience);
        _probes.ForEach(probe => Read(probe));
        foreach (var failure in Read(_parent).OfType<Exception>())
        {
            Broken = Assert.IsType<BrokenInvariantException>(failure).Message;
        }
    }

    /// <summary>The only such message to a probe; it may come after its step, because it waits behind earlier ones for the journal.</summary>
    public T Await<T>(Predicate<T> isIt)
        where T : class
    {
        kit.AwaitCondition(
            () =>
            {
                _probes.ForEach(probe => Read(probe));
                return Told.OfType<T>().Any(told => isIt(told));
            },
            TestKitTimes.Patience);
        return Assert.Single(Told.OfType<T>(), isIt);
    }

    public void Dispose()
    {
        kit.Watch(Actor);
        kit.Sys.Stop(Actor);
        kit.ExpectTerminated(Actor, TestKitTimes.Patience);
    }

    private List<object> Read(TestProbe probe)
    {
        var (read, end) = (new List<object>(), new object());
        probe.Ref.Tell(end, ActorRefs.NoSender);
        while (probe.ReceiveOne(TestKitTimes.Patience) is { } message && message != end)
        {
            read.Add(message);
        }

        if (probe != _parent)
        {
            Told.AddRange(read);
        }

        return read;
    }

    private sealed class Supervisor : ReceiveActor
    {
        private readonly IActorRef _failures;

        public Supervisor(Props child, IActorRef failures)
        {
            _failures = failures;
            var actor = Context.ActorOf(child, "child");
            Receive<string>(_ => Sender.Tell(actor));
            ReceiveAny(failures.Forward);
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
        {
            _failures.Tell(error, ActorRefs.NoSender);
            return Directive.Resume;
        });
    }
}
