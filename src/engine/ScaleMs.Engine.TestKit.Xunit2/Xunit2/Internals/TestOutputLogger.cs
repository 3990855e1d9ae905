using Akka.Actor;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>Writes log events to the output of the test, which the runner shows with the test that failed.</summary>
public class TestOutputLogger : ReceiveActor
{
    private readonly ITestOutputHelper _output;

    public TestOutputLogger(ITestOutputHelper output)
    {
        _output = output;
        Receive<LogEvent>(Write);
        Receive<InitializeLogger>(Initialize);
    }

    private void Initialize(InitializeLogger initialize)
    {
        foreach (var level in Enum.GetValues<LogLevel>())
        {
            initialize.LoggingBus.Subscribe(Self, Logging.ClassFor(level));
        }

        Sender.Tell(new LoggerInitialized());
    }

    private void Write(LogEvent logEvent)
    {
        try
        {
            _output.WriteLine(logEvent.ToString());
        }
        catch (InvalidOperationException)
        {
            // The test has ended, and with it its output, while the system still logs its own end.
        }
    }
}
