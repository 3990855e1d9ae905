using Akka.Configuration;

namespace Akka.TestKit.Configs;

public static class TestConfigs
{
    /// <summary>What every test system falls back to: the `akka.test` settings and the logger that event filters work in.</summary>
    public static Config DefaultConfig { get; } = Resource("reference.conf");

    /// <summary>Virtual time: <c>Sys.Scheduler</c> is a <see cref="TestScheduler"/> that moves only when told to.</summary>
    public static Config TestSchedulerConfig { get; } = ConfigurationFactory.ParseString(
        """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """);

    internal static Config FullDebugConfig { get; } = Resource("full-debug.conf");

    private static Config Resource(string name)
    {
        using var stream = typeof(TestConfigs).Assembly.GetManifestResourceStream($"Akka.TestKit.Configs.{name}")
            ?? throw new InvalidOperationException($"The resource {name} is missing in {typeof(TestConfigs).Assembly}.");
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
