using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;
using Xunit.Abstractions;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests.Setup;

/// <summary>How a kit gets its system, and what becomes of it.</summary>
public class TestKitSetupTests
{
    [Fact]
    public void By_default_it_makes_a_system_named_test_and_ends_it()
    {
        var kit = new Akka.TestKit.Xunit2.TestKit();
        Assert.Equal("test", kit.Sys.Name);

        kit.Dispose();

        Assert.True(kit.Sys.WhenTerminated.IsCompleted);
    }

    [Fact]
    public void Configuration_can_be_given_in_each_form()
    {
        using var fromText = new Akka.TestKit.Xunit2.TestKit("my.key = 1");
        using var fromConfig = new Akka.TestKit.Xunit2.TestKit(ConfigurationFactory.ParseString("my.key = 2"), "named");
        using var fromSetup = new Akka.TestKit.Xunit2.TestKit(
            ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("my.key = 3"))));

        Assert.Equal(1, fromText.Sys.Settings.Config.GetInt("my.key"));
        Assert.Equal(2, fromConfig.Sys.Settings.Config.GetInt("my.key"));
        Assert.Equal("named", fromConfig.Sys.Name);
        Assert.Equal(3, fromSetup.Sys.Settings.Config.GetInt("my.key"));
        Assert.Equal(TimeSpan.FromSeconds(3), fromSetup.TestKitSettings.SingleExpectDefault);
    }

    [Fact]
    public async Task A_system_of_the_tests_own_can_be_used()
    {
        var system = ActorSystem.Create("mine");
        using (var kit = new Akka.TestKit.Xunit2.TestKit(system))
        {
            Assert.Same(system, kit.Sys);
            kit.TestActor.Tell("works");
            kit.ExpectMsg("works");
            Assert.Equal(TimeSpan.FromSeconds(5), kit.TestKitSettings.DefaultTimeout);
        }

        await system.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void With_an_output_helper_the_log_goes_to_the_output_of_the_test()
    {
        var output = new Recorded();
        using var kit = new Akka.TestKit.Xunit2.TestKit("akka.loglevel = INFO", output);

        kit.Log.Info("to the output");

        kit.AwaitAssert(() => Assert.Contains(output.Lines, line => line.Contains("to the output", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_system_that_does_not_end_in_time_is_reported_with_its_actors()
    {
        var kit = new Akka.TestKit.Xunit2.TestKit();
        var gate = kit.CreateTestLatch();
        kit.ActorOf(Props.Create(() => new EndsLate(gate)), "ends-late");

        var failure = Assert.Throws<TimeoutException>(() => kit.Shutdown(TimeSpan.FromMilliseconds(50), verifySystemShutdown: true));

        Assert.Contains("ends-late", failure.Message, StringComparison.Ordinal);
        gate.Open();
        kit.Dispose();
        Assert.True(kit.Sys.WhenTerminated.IsCompleted);
    }

    [Fact]
    public void Without_implicit_sender_the_test_sends_as_nobody()
    {
        using var kit = new NoSenderKit();

        kit.TestActor.Tell("from nobody");

        kit.ExpectMsg<string>((_, sender) => Assert.True(sender.IsNobody() || sender.Equals(kit.Sys.DeadLetters)));
    }

    private sealed class NoSenderKit : Akka.TestKit.Xunit2.TestKit, INoImplicitSender;

    private sealed class EndsLate(TestLatch gate) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => gate.Ready();
    }

    private sealed class Recorded : ITestOutputHelper
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public void WriteLine(string message)
        {
            lock (_lines)
            {
                _lines.Add(message);
            }
        }

        public void WriteLine(string format, params object[] args) => WriteLine(string.Format(null, format, args));
    }
}
