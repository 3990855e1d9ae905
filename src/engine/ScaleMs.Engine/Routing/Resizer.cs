using Akka.Configuration;

namespace Akka.Routing;

/// <summary>Changes the size of a pool with its load.</summary>
public abstract class Resizer
{
    protected Resizer() { }

    /// <summary>The resizer of a deployment's <c>resizer</c> section, or null where it is not enabled.</summary>
    public static Resizer? FromConfig(Config parentConfig)
    {
        var config = parentConfig.GetConfig("resizer");
        return config is not null && config.GetBoolean("enabled") ? DefaultResizer.FromConfig(config) : null;
    }

    /// <summary>Whether to ask <see cref="Resize"/> now, called for every message with their number so far.</summary>
    public abstract bool IsTimeForResize(long messageCounter);

    /// <summary>How many routees to add, or to remove when negative.</summary>
    public abstract int Resize(IEnumerable<Routee> currentRoutees);
}
