using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>The dispatchers of a system, found by where they are configured.</summary>
public sealed class Dispatchers
{
    /// <summary>What runs an actor that names no other.</summary>
    public const string DefaultDispatcherId = "akka.actor.default-dispatcher";

    /// <summary>For actors that block.</summary>
    public const string DefaultBlockingDispatcherId = "akka.actor.default-blocking-io-dispatcher";

    /// <summary>For actors of a user interface.</summary>
    public const string SynchronizedDispatcherId = "akka.actor.synchronized-dispatcher";

    internal const string InternalDispatcherId = "akka.actor.internal-dispatcher";

    private readonly ConcurrentDictionary<string, MessageDispatcherConfigurator> _configurators = new();
    private readonly ILoggingAdapter _log;
    private readonly Lazy<MessageDispatcher> _default;

    /// <summary>For a system.</summary>
    public Dispatchers(ActorSystem system, IDispatcherPrerequisites prerequisites, ILoggingAdapter logger)
    {
        Prerequisites = prerequisites;
        _log = logger;
        DefaultDispatcherConfig = GetConfig(prerequisites.Settings.Config, DefaultDispatcherId);
        _default = new Lazy<MessageDispatcher>(() => Lookup(DefaultDispatcherId));
    }

    /// <summary>The default dispatcher's section.</summary>
    public Config DefaultDispatcherConfig { get; }

    /// <summary>What the system offers.</summary>
    public IDispatcherPrerequisites Prerequisites { get; }

    /// <summary>What runs an actor that names no other.</summary>
    public MessageDispatcher DefaultGlobalDispatcher => _default.Value;

    // Read each time: a fallback can be added to a running system's configuration.
    private Config Config => Prerequisites.Settings.Config;

    internal MessageDispatcher InternalDispatcher => Lookup(HasDispatcher(InternalDispatcherId) ? InternalDispatcherId : DefaultDispatcherId);

    /// <summary>The section of a dispatcher, which may be an alias of another, with its id.</summary>
    public static Config GetConfig(Config config, string id, int depth = 0)
    {
        if (depth > 20)
        {
            throw new ConfigurationException($"Didn't find dispatcher config after 20 aliases: [{id}]");
        }

        if (!config.HasPath(id))
        {
            throw new ConfigurationException($"Dispatcher [{id}] not configured.");
        }

        var value = config.GetValue(id);
        if (value is not null && !value.IsObject() && value.IsString())
        {
            return GetConfig(config, value.GetString()!, depth + 1);
        }

        return ConfigurationFactory.ParseString($"id = \"{id}\"").WithFallback(config.GetConfig(id));
    }

    /// <summary>The dispatcher of an id.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public MessageDispatcher Lookup(string dispatcherName) => LookupConfigurator(dispatcherName).Dispatcher();

    /// <summary>Whether there is a dispatcher of an id.</summary>
    public bool HasDispatcher(string id) => _configurators.ContainsKey(id) || Config.HasPath(id);

    /// <summary>Adds a dispatcher that is not in the configuration.</summary>
    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) => _configurators.TryAdd(id, configurator);

    internal Config ConfigFor(string id) => LookupConfigurator(id).Config;

    private MessageDispatcherConfigurator LookupConfigurator(string id)
    {
        if (_configurators.TryGetValue(id, out var configurator))
        {
            return configurator;
        }

        if (!Config.HasPath(id))
        {
            throw new ConfigurationException($"Dispatcher [{id}] not configured.");
        }

        return _configurators.GetOrAdd(id, ConfiguratorFrom(id));
    }

    private static string? ImpliedExecutor(string? type) => type switch
    {
        "ForkJoinDispatcher" => "fork-join-executor",
        "TaskDispatcher" => "task-executor",
        "SynchronizedDispatcher" => "current-context-executor",
        _ => null,
    };

    private MessageDispatcherConfigurator ConfiguratorFrom(string id)
    {
        var own = GetConfig(Config, id);
        var type = own.GetString("type", DefaultDispatcherConfig.GetString("type"));
        if (ImpliedExecutor(type) is { } executor && !own.HasPath("executor"))
        {
            own = ConfigurationFactory.ParseString($"executor = {executor}").WithFallback(own);
        }

        var section = own.WithFallback(DefaultDispatcherConfig);
        switch (type)
        {
            case "Dispatcher" or "ForkJoinDispatcher" or "TaskDispatcher" or "ChannelDispatcher":
                return new DispatcherConfigurator(section, Prerequisites);
            case "PinnedDispatcher":
                return new PinnedDispatcherConfigurator(section, Prerequisites);
            case "SynchronizedDispatcher":
                return new CurrentSynchronizationContextDispatcherConfigurator(section, Prerequisites);
            case null or "":
                throw new ConfigurationException($"Missing dispatcher [type] in config for [{id}]");
            default:
                var configurator = EngineTypes.Resolve(type)
                    ?? throw new ConfigurationException($"Could not resolve dispatcher type [{type}] for path [{id}]");
                _log.Debug("dispatcher [{0}] is of type [{1}]", id, configurator);
                return (MessageDispatcherConfigurator)Activator.CreateInstance(configurator, section, Prerequisites)!;
        }
    }
}
