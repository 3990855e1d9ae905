using System.Diagnostics;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Configs;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>
/// An actor system with a test actor, whose messages the test reads and asserts, independent of the test framework.
/// What the test thread sends has the test actor as sender, unless the test class is an <see cref="INoImplicitSender"/>.
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static int _lastTestActorId;

    private readonly ReceivedMessages _received = new();
    private readonly ITestKitAssertions _assertions;
    private ActorSystem _system = null!;
    private IActorRef _testActor = null!;
    private MessageEnvelope _last = NullMessageEnvelope.Instance;

    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system = null, string? testActorName = null)
        : this(assertions, system, ActorSystemSetup.Empty, actorSystemName: null, testActorName)
    {
    }

    protected TestKitBase(
        ITestKitAssertions assertions,
        ActorSystemSetup setup,
        string? actorSystemName = null,
        string? testActorName = null)
        : this(assertions, system: null, setup, actorSystemName, testActorName)
    {
    }

    protected TestKitBase(ITestKitAssertions assertions, Config config, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, system: null, SetupOf(config), actorSystemName, testActorName)
    {
    }

    protected TestKitBase(
        ITestKitAssertions assertions,
        ActorSystem? system,
        ActorSystemSetup config,
        string? actorSystemName,
        string? testActorName)
    {
        ArgumentNullException.ThrowIfNull(assertions);
        _assertions = assertions;
        InitializeTest(system, config, actorSystemName, testActorName);
    }

    /// <summary>The time of a clock that only goes forward; differences of it are elapsed time.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    public static Config DefaultConfig => TestConfigs.DefaultConfig;

    public static Config FullDebugConfig => TestConfigs.FullDebugConfig;

    public ActorSystem Sys => _system;

    public IActorRef TestActor => _testActor;

    public TestKitSettings TestKitSettings { get; private set; } = null!;

    public ILoggingAdapter Log { get; private set; } = null!;

    public EventFilterFactory EventFilter => CreateEventFilter(_system);

    /// <summary>Whether messages wait that the test has not read yet.</summary>
    public bool HasMessages => _received.Count > 0;

    /// <summary>The message read last, null when the last attempt to read found none.</summary>
    public object? LastMessage => _last.Message;

    /// <summary>The sender of the message read last.</summary>
    public IActorRef LastSender => _last.Sender;

    public EventFilterFactory CreateEventFilter(ActorSystem system) => new(this, system);

    /// <summary>Multiplies by `akka.test.timefactor`.</summary>
    public TimeSpan Dilated(TimeSpan duration) =>
        duration.IsInfinite() ? duration : duration * TestKitSettings.TestTimeFactor;

    /// <summary>Creates a further actor whose messages this kit receives.</summary>
    public IActorRef CreateTestActor(string name) => CreateTestActor(_system, name);

    public virtual TestProbe CreateTestProbe(string? name = null) => CreateTestProbe(_system, name);

    public virtual TestProbe CreateTestProbe(ActorSystem system, string? name = null) => new(system, _assertions, name);

    public virtual TestLatch CreateTestLatch(int count = 1) =>
        new TestLatch.Dilating(Dilated, TestKitSettings.DefaultTimeout, count);

    public TestBarrier CreateTestBarrier(int count) => new(this, count, TestKitSettings.DefaultTimeout);

    protected virtual void InitializeTest(ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName)
    {
        _system = system ?? ActorSystem.Create(actorSystemName ?? "test", WithTestDefaults(config));
        _system.Settings.InjectTopLevelFallback(DefaultConfig);
        _system.RegisterExtension(new TestKitExtension());
        _system.RegisterExtension(new TestKitAssertionsExtension(_assertions));
        TestKitSettings = TestKitExtension.For(_system);
        Log = Logging.GetLogger(_system, GetType());
        _testActor = CreateTestActor(_system, testActorName ?? $"testActor{Interlocked.Increment(ref _lastTestActorId)}");
        if (_testActor is IRepointableRef)
        {
            AwaitCondition(() => ((IRepointableRef)_testActor).IsStarted, TestKitSettings.DefaultTimeout, TimeSpan.FromMilliseconds(10));
        }

        if (this is not TestProbe)
        {
            var sender = this is INoImplicitSender ? null : CellOf(_testActor);
            InternalCurrentActorCellKeeper.Current = sender;
            SynchronizationContext.SetSynchronizationContext(new ImplicitSenderContext(sender));
        }
    }

    protected void InitializeTest(ActorSystem? system, Config config, string? actorSystemName, string? testActorName) =>
        InitializeTest(system, SetupOf(config), actorSystemName, testActorName);

    internal void Fail(string reason) => _assertions.Fail("{0}", reason);

    private protected void ForgetImplicitSender()
    {
        if (InternalCurrentActorCellKeeper.Current is { } current && current == CellOf(_testActor))
        {
            InternalCurrentActorCellKeeper.Current = null;
        }
    }

    private static ActorSystemSetup SetupOf(Config? config) => config is null || config.IsEmpty
        ? ActorSystemSetup.Empty
        : ActorSystemSetup.Empty.And(BootstrapSetup.Create().WithConfig(config));

    private static ActorSystemSetup WithTestDefaults(ActorSystemSetup setup)
    {
        var bootstrap = setup.Get<BootstrapSetup>();
        return setup.And(bootstrap.HasValue
            ? bootstrap.Value.WithConfigFallback(DefaultConfig)
            : BootstrapSetup.Create().WithConfig(DefaultConfig));
    }

    private static ActorCell? CellOf(IActorRef actor) => (actor as ActorRefWithCell)?.Underlying as ActorCell;

    private IActorRef CreateTestActor(ActorSystem system, string name)
    {
        var received = _received;
        var props = Props.Create(() => new InternalTestActor(received))
            .WithDeploy(Deploy.Local)
            .WithDispatcher("akka.test.test-actor.dispatcher");
        return ((ExtendedActorSystem)system).SystemActorOf(props, name);
    }
}
