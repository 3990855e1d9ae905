using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Xunit2.Internals;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>
/// The base of test classes: a system of its own for each test, shut down after it. With an output helper the
/// system's log goes to the output of the test.
/// </summary>
public class TestKit : TestKitBase, IDisposable
{
    /// <summary>Where the log goes; null when the constructor was given none.</summary>
    protected readonly ITestOutputHelper Output;

    private bool _disposed;

    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(Assertions, system)
    {
        Output = output!;
        InitializeLogger(Sys);
    }

    public TestKit(ActorSystemSetup config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(Assertions, config, actorSystemName)
    {
        Output = output!;
        InitializeLogger(Sys);
    }

    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(Assertions, config, actorSystemName)
    {
        Output = output!;
        InitializeLogger(Sys);
    }

    public TestKit(string config, ITestOutputHelper? output = null)
        : this(ConfigurationFactory.ParseString(config), actorSystemName: null, output)
    {
    }

    public static new Config DefaultConfig => TestKitBase.DefaultConfig;

    public static new Config FullDebugConfig => TestKitBase.FullDebugConfig;

    protected static XunitAssertions Assertions { get; } = new();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs after the test: shuts the system down.</summary>
    protected virtual void AfterAll() => Shutdown();

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            try
            {
                AfterAll();
            }
            finally
            {
                ForgetImplicitSender();
            }
        }
    }

    protected void InitializeLogger(ActorSystem system) => StartLogger(system, Output);

    /// <summary>Sends the log of a further system to the output, each line with a prefix.</summary>
    protected void InitializeLogger(ActorSystem system, string prefix) =>
        StartLogger(system, (ITestOutputHelper?)Output is null ? null : new PrefixedOutput(Output, prefix));

    private void StartLogger(ActorSystem system, ITestOutputHelper? output)
    {
        if (output is null)
        {
            return;
        }

        var logger = ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new TestOutputLogger(output)), "log-test");
        var probe = CreateTestProbe(system);
        probe.Send(logger, new InitializeLogger(system.EventStream));
        probe.ExpectMsg<LoggerInitialized>();
        system.Stop(probe.Ref);
    }
}
