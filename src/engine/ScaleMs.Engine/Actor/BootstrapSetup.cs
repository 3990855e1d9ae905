using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Configuration and provider of an actor system. Immutable.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(Option<Config> config, Option<ProviderSelection> provider)
    {
        Config = config;
        ActorRefProvider = provider;
    }

    /// <summary>The configuration.</summary>
    public Option<Config> Config { get; }

    /// <summary>The provider.</summary>
    public Option<ProviderSelection> ActorRefProvider { get; }

    /// <summary>Nothing given.</summary>
    public static BootstrapSetup Create() => new(Option<Config>.None, Option<ProviderSelection>.None);

    /// <summary>This with a provider.</summary>
    public BootstrapSetup WithActorRefProvider(ProviderSelection name) => new(Config, new Option<ProviderSelection>(name));

    /// <summary>This with a configuration.</summary>
    public BootstrapSetup WithConfig(Config config) => new(new Option<Config>(config), ActorRefProvider);

    /// <summary>This with a configuration for what the present one leaves open.</summary>
    public BootstrapSetup WithConfigFallback(Config config) =>
        new(new Option<Config>(Config.HasValue ? Config.Value.WithFallback(config) : config), ActorRefProvider);
}
