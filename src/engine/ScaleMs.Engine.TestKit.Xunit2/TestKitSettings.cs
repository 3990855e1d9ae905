using Akka.Actor;
using Akka.Configuration;

namespace Akka.TestKit;

public class TestKitSettings : IExtension
{
    public TestKitSettings(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        DefaultTimeout = config.GetTimeSpan("akka.test.default-timeout", null, allowInfinite: false);
        SingleExpectDefault = config.GetTimeSpan("akka.test.single-expect-default", null, allowInfinite: false);
        TestEventFilterLeeway = config.GetTimeSpan("akka.test.filter-leeway", null, allowInfinite: false);
        TestTimeFactor = config.GetDouble("akka.test.timefactor", 0);
        LogTestKitCalls = config.GetBoolean("akka.test.testkit.debug", false);
        if (TestTimeFactor <= 0)
        {
            throw new ConfigurationException($"akka.test.timefactor must be greater than 0, it is {TestTimeFactor}.");
        }
    }

    /// <summary>How long operations wait that have no time of their own, such as latches (`akka.test.default-timeout`).</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long an expectation outside <c>Within</c> waits (`akka.test.single-expect-default`).</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long event filters wait for the events they expect (`akka.test.filter-leeway`).</summary>
    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary>What durations are multiplied by on slow machines (`akka.test.timefactor`).</summary>
    public double TestTimeFactor { get; }

    public bool LogTestKitCalls { get; }
}
