using Akka.Actor;

namespace Akka.Configuration;

/// <summary>A configuration text that cannot be parsed, or a setting whose value cannot be used.</summary>
public class ConfigurationException : AkkaException
{
    public ConfigurationException(string message) : base(message) { }

    public ConfigurationException(string message, Exception? exception) : base(message, exception) { }

    public static ConfigurationException NullOrEmptyConfig<T>(string? path = null) =>
        new(path is null
            ? $"Failed to instantiate {typeof(T).Name}: its configuration is missing or empty."
            : $"Failed to instantiate {typeof(T).Name}: configuration section [{path}] is missing or empty.");
}
