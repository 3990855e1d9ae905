namespace Akka.Configuration;

public static class ConfigExtensions
{
    /// <summary>Like <see cref="Config.WithFallback"/>, for a configuration that may be null or empty.</summary>
    public static Config SafeWithFallback(this Config? config, Config? fallback) =>
        config.IsNullOrEmpty() ? fallback! :
        ReferenceEquals(config, fallback) ? config! :
        config!.WithFallback(fallback);

    public static bool IsNullOrEmpty(this Config? config) => config is null || config.IsEmpty;
}
