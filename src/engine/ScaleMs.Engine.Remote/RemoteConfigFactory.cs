using Akka.Configuration;

namespace Akka.Remote;

/// <summary>The defaults of remoting.</summary>
internal static class RemoteConfigFactory
{
    private static readonly Lazy<Config> Reference = new(static () =>
        ConfigurationFactory.FromResource("ScaleMs.Engine.Remote.reference.conf", typeof(RemoteConfigFactory).Assembly));

    public static Config Default() => Reference.Value;
}
