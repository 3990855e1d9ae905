using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>What the engine reads of a system's configuration.</summary>
public class Settings
{
    private Config _config;

    /// <summary>Of a configuration.</summary>
    public Settings(ActorSystem system, Config config)
        : this(system, config, ActorSystemSetup.Empty)
    {
    }

    /// <summary>Of a configuration and what is given in code.</summary>
    public Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        _config = config.SafeWithFallback(ConfigurationFactory.Default());

        var bootstrap = setup.Get<BootstrapSetup>();
        ProviderSelectionType = bootstrap.HasValue && bootstrap.Value.ActorRefProvider.HasValue
            ? bootstrap.Value.ActorRefProvider.Value
            : ProviderSelection.For(Config.GetString("akka.actor.provider", "local"));
        ProviderClass = ProviderSelectionType.Fqn;
        HasCluster = ProviderSelectionType.HasCluster;

        ConfigVersion = Config.GetString("akka.version", "0.0.1 Akka");
        Home = Config.GetString("akka.home", "");
        SupervisorStrategyClass = Config.GetString("akka.actor.guardian-supervisor-strategy", "Akka.Actor.DefaultSupervisorStrategy");
        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan, allowInfinite: true);
        CreationTimeout = Config.GetTimeSpan("akka.actor.creation-timeout", TimeSpan.FromSeconds(20));
        UnstartedPushTimeout = Config.GetTimeSpan("akka.actor.unstarted-push-timeout", TimeSpan.FromSeconds(10));
        SerializeAllMessages = Config.GetBoolean("akka.actor.serialize-messages", false);
        SerializeAllCreators = Config.GetBoolean("akka.actor.serialize-creators", false);
        EmitActorTelemetry = Config.GetBoolean("akka.actor.telemetry.enabled", false);
        DefaultVirtualNodesFactor = Config.GetInt("akka.actor.deployment.default.virtual-nodes-factor", 10);

        LogLevel = Config.GetString("akka.loglevel", "INFO");
        StdoutLogLevel = Config.GetString("akka.stdout-loglevel", "WARNING");
        Loggers = Config.GetStringList("akka.loggers");
        LoggersDispatcher = Config.GetString("akka.loggers-dispatcher", "akka.actor.default-dispatcher");
        LoggerStartTimeout = Config.GetTimeSpan("akka.logger-startup-timeout", TimeSpan.FromSeconds(5));
        LoggerAsyncStart = Config.GetBoolean("akka.logger-async-start", false);
        LogConfigOnStart = Config.GetBoolean("akka.log-config-on-start", false);
        LogSerializerOverrideOnStart = Config.GetBoolean("akka.log-serializer-override-on-start", true);
        LogDeadLetters = DeadLettersLogged(Config.GetString("akka.log-dead-letters", "10"));
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown", false);
        LogDeadLettersSuspendDuration =
            Config.GetTimeSpan("akka.log-dead-letters-suspend-duration", TimeSpan.FromMinutes(5), allowInfinite: true);

        AddLoggingReceive = Config.GetBoolean("akka.actor.debug.receive", false);
        DebugAutoReceive = Config.GetBoolean("akka.actor.debug.autoreceive", false);
        DebugLifecycle = Config.GetBoolean("akka.actor.debug.lifecycle", false);
        DebugEventStream = Config.GetBoolean("akka.actor.debug.event-stream", false);
        DebugUnhandledMessage = Config.GetBoolean("akka.actor.debug.unhandled", false);
        DebugRouterMisconfiguration = Config.GetBoolean("akka.actor.debug.router-misconfiguration", false);
        DebugTimerScheduler = Config.GetBoolean("akka.actor.debug.log-timers", false);
        FsmDebugEvent = Config.GetBoolean("akka.actor.debug.fsm", false);

        SchedulerClass = Config.GetString("akka.scheduler.implementation", "Akka.Actor.HashedWheelTimerScheduler");
        SchedulerShutdownTimeout = Config.GetTimeSpan("akka.scheduler.shutdown-timeout", TimeSpan.FromSeconds(5));

        CoordinatedShutdownTerminateActorSystem = Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system", true);
        CoordinatedShutdownRunByActorSystemTerminate =
            Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate", true);
        if (CoordinatedShutdownRunByActorSystemTerminate && !CoordinatedShutdownTerminateActorSystem)
        {
            throw new ConfigurationException(
                "akka.coordinated-shutdown.run-by-actor-system-terminate=on and akka.coordinated-shutdown.terminate-actor-system=off is not a supported configuration combination.");
        }

        LogFormatter = Make<ILogMessageFormatter>("akka.logger-formatter") ?? DefaultLogMessageFormatter.Instance;
        var filter = setup.Get<LogFilterSetup>();
        LogFilter = filter.HasValue ? filter.Value.CreateEvaluator() : LogFilterEvaluator.NoFilters;
        StdoutLogger = Make<MinimalLogger>("akka.stdout-logger-class") ?? new StandardOutLogger();
    }

    /// <summary>The system.</summary>
    public ActorSystem System { get; }

    /// <summary>The whole configuration with all defaults.</summary>
    public Config Config => _config;

    /// <summary>What is given in code.</summary>
    public ActorSystemSetup Setup { get; }

    /// <summary>The configuration's version.</summary>
    public string ConfigVersion { get; }

    /// <summary>The home directory.</summary>
    public string Home { get; }

    /// <summary>What makes the refs.</summary>
    public ProviderSelection ProviderSelectionType { get; }

    /// <summary>What makes the refs, by name.</summary>
    public string ProviderClass { get; }

    /// <summary>Whether the system is part of a cluster.</summary>
    public bool HasCluster { get; }

    /// <summary>How failures below the user guardian are dealt with.</summary>
    public string SupervisorStrategyClass { get; }

    /// <summary>How long questions wait that do not say so.</summary>
    public TimeSpan AskTimeout { get; }

    /// <summary>How long an actor's creation may take.</summary>
    public TimeSpan CreationTimeout { get; }

    /// <summary>How long a message waits for an actor that is not there yet.</summary>
    public TimeSpan UnstartedPushTimeout { get; }

    /// <summary>Whether messages are serialized even within the process.</summary>
    public bool SerializeAllMessages { get; }

    /// <summary>Whether props are serialized even within the process.</summary>
    public bool SerializeAllCreators { get; }

    /// <summary>Whether starts and stops of actors are published.</summary>
    public bool EmitActorTelemetry { get; }

    /// <summary>How many virtual nodes a routee has in consistent hashing.</summary>
    public int DefaultVirtualNodesFactor { get; }

    /// <summary>What loggers get.</summary>
    public string LogLevel { get; }

    /// <summary>What is printed before the loggers start.</summary>
    public string StdoutLogLevel { get; }

    /// <summary>The loggers' classes.</summary>
    public IList<string> Loggers { get; }

    /// <summary>What runs the loggers.</summary>
    public string LoggersDispatcher { get; }

    /// <summary>How long a logger may take to start.</summary>
    public TimeSpan LoggerStartTimeout { get; }

    /// <summary>Whether the system starts without waiting for its loggers.</summary>
    public bool LoggerAsyncStart { get; }

    /// <summary>Whether the configuration is logged.</summary>
    public bool LogConfigOnStart { get; }

    /// <summary>Whether a replaced serializer is logged.</summary>
    public bool LogSerializerOverrideOnStart { get; }

    /// <summary>How many dead letters are logged.</summary>
    public int LogDeadLetters { get; }

    /// <summary>Whether dead letters are logged while the system stops.</summary>
    public bool LogDeadLettersDuringShutdown { get; }

    /// <summary>How long the logging of dead letters pauses.</summary>
    public TimeSpan LogDeadLettersSuspendDuration { get; }

    /// <summary>Whether received messages are logged.</summary>
    public bool AddLoggingReceive { get; }

    /// <summary>Whether messages that every actor understands are logged.</summary>
    public bool DebugAutoReceive { get; }

    /// <summary>Whether starts, restarts and ends are logged.</summary>
    public bool DebugLifecycle { get; }

    /// <summary>Whether subscriptions are logged.</summary>
    public bool DebugEventStream { get; }

    /// <summary>Whether unhandled messages are logged.</summary>
    public bool DebugUnhandledMessage { get; }

    /// <summary>Whether configured routers that code does not use are logged.</summary>
    public bool DebugRouterMisconfiguration { get; }

    /// <summary>Whether timers are logged.</summary>
    public bool DebugTimerScheduler { get; }

    /// <summary>Whether events of state machines are logged.</summary>
    public bool FsmDebugEvent { get; }

    /// <summary>The scheduler's class.</summary>
    public string SchedulerClass { get; }

    /// <summary>How long the scheduler may take to stop.</summary>
    public TimeSpan SchedulerShutdownTimeout { get; }

    /// <summary>Whether the coordinated shutdown ends the system.</summary>
    public bool CoordinatedShutdownTerminateActorSystem { get; }

    /// <summary>Whether the end of the system is a coordinated shutdown.</summary>
    public bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    /// <summary>How log messages are formatted.</summary>
    public ILogMessageFormatter LogFormatter { get; }

    /// <summary>Which log messages are kept.</summary>
    public LogFilterEvaluator LogFilter { get; }

    /// <summary>What prints before the loggers start.</summary>
    public MinimalLogger StdoutLogger { get; }

    /// <summary>Adds defaults, such as an extension's.</summary>
    public void InjectTopLevelFallback(Config config)
    {
        while (true)
        {
            var present = Volatile.Read(ref _config);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _config, present.WithFallback(config), present), present))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Config.ToString();

    private static int DeadLettersLogged(string value) => value.ToLowerInvariant() switch
    {
        "on" or "true" => int.MaxValue,
        "off" or "false" => 0,
        _ when int.TryParse(value, out var count) => count,
        _ => throw new ConfigurationException($"akka.log-dead-letters is [{value}]; expected on, off or a number"),
    };

    private T? Make<T>(string key)
        where T : class
    {
        var name = Config.GetString(key);
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        var type = EngineTypes.Resolve(name) ?? throw new ConfigurationException($"{key} names [{name}], and there is no such type");
        return Activator.CreateInstance(type, nonPublic: true) as T
            ?? throw new ConfigurationException($"{key} names [{type}], which is no {typeof(T).Name}");
    }
}
