using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;

namespace Akka.Event;

/// <summary>The bus on which log events travel to the loggers that the configuration names.</summary>
public class LoggingBus : ActorEventBus<object, Type>
{
    private static int _loggerNumber;

    private readonly Lock _levelChanges = new();
    private readonly List<IActorRef> _loggers = [];
    private volatile int _logLevel = (int)Logging.OffLevel;

    public LogLevel LogLevel => (LogLevel)_logLevel;

    /// <summary>Sets what the loggers get from now on: this level and those above it.</summary>
    public void SetLogLevel(LogLevel logLevel)
    {
        lock (_levelChanges)
        {
            _logLevel = (int)logLevel;
            foreach (var logger in _loggers)
            {
                foreach (var level in Enum.GetValues<LogLevel>())
                {
                    if (level < logLevel)
                    {
                        Unsubscribe(logger, Logging.ClassFor(level));
                    }
                }

                SubscribeFrom(logLevel, logger);
            }
        }
    }

    /// <summary>Prints from the first moment, before the loggers of the configuration have started.</summary>
    public void StartStdoutLogger(Settings config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var level = Logging.LogLevelFor(config.StdoutLogLevel);
        AddLogger(config.StdoutLogger, level);
        SetLogLevel(level);
        PublishDebug(Logging.SimpleName(this), "StandardOutLogger started");
    }

    protected override bool Classify(object @event, Type classifier) => classifier.IsInstanceOfType(@event);

    protected override bool IsSubClassification(Type parent, Type child) => parent.IsAssignableFrom(child);

    protected override Type GetClassifier(object @event) => @event.GetType();

    protected override void Publish(object @event, IActorRef subscriber) => subscriber.Tell(@event, ActorRefs.NoSender);

    /// <summary>Starts the loggers of <c>akka.loggers</c>; the standard output logger then steps back unless it is one of them.</summary>
    internal void StartDefaultLoggers(ActorSystemImpl system)
    {
        var settings = system.Settings;
        var source = $"{Logging.SimpleName(this)}({system.Name})";
        var level = Logging.LogLevelFor(settings.LogLevel);
        var keepStdout = false;
        var started = 0;
        foreach (var name in settings.Loggers)
        {
            var type = Util.Reflection.TypeCache.GetType(name)
                ?? throw new ConfigurationException($"akka.loggers names [{name}], and no such type can be loaded.");
            if (typeof(MinimalLogger).IsAssignableFrom(type))
            {
                keepStdout = true;
                started++;
            }
            else if (StartLogger(system, type, level, source))
            {
                started++;
            }
        }

        SetLogLevel(level);
        if (settings.DebugUnhandledMessage)
        {
            Subscribe(system.SystemActorOf(Props.Create(() => new UnhandledMessageForwarder()), "UnhandledMessageForwarder"), typeof(UnhandledMessage));
        }

        // Without any logger that works, standard output is better than silence.
        if (!keepStdout && (started > 0 || settings.Loggers.Count == 0))
        {
            PublishDebug(source, "StandardOutLogger being removed");
            RemoveLogger(settings.StdoutLogger);
        }

        PublishDebug(source, "Default Loggers started");
    }

    /// <summary>Stops the loggers; what is still logged goes to standard output, as far as <c>akka.stdout-loglevel</c> lets it.</summary>
    internal void StopDefaultLoggers(ActorSystem system)
    {
        var source = $"{Logging.SimpleName(this)}({system.Name})";
        var stdout = system.Settings.StdoutLogger;
        AddLogger(stdout, Logging.LogLevelFor(system.Settings.StdoutLogLevel));
        IActorRef[] loggers;
        lock (_levelChanges)
        {
            loggers = [.. _loggers.Where(logger => logger is not MinimalLogger)];
        }

        foreach (var logger in loggers)
        {
            RemoveLogger(logger);
            (logger as IInternalActorRef)?.Stop();
        }

        PublishDebug(source, "all default loggers stopped");
    }

    private bool StartLogger(ActorSystemImpl system, Type type, LogLevel level, string source)
    {
        var settings = system.Settings;
        var name = $"log{Interlocked.Increment(ref _loggerNumber)}-{Logging.SimpleName(type)}";
        Task<object> answer;
        IActorRef logger;
        try
        {
            logger = system.SystemActorOf(Props.Create(type).WithDispatcher(settings.LoggersDispatcher), name);
            answer = logger.Ask<object>(new InitializeLogger(this), settings.LoggerAsyncStart ? Timeout.InfiniteTimeSpan : null);
        }
        catch (Exception exception)
        {
            Publish(new Warning(exception, source, GetType(), $"Logger {name} [{type.FullName}] cannot be created."));
            return false;
        }

        var ready = answer.ContinueWith(Started, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (settings.LoggerAsyncStart)
        {
            return true;
        }

#pragma warning disable VSTHRD002 // a system's start is synchronous, and what it logs first must not be lost
        if (!ready.Wait(settings.LoggerStartTimeout))
#pragma warning restore VSTHRD002
        {
            Publish(new Warning(source, GetType(),
                $"Logger {name} [{type.FullName}] has not answered InitializeLogger within {settings.LoggerStartTimeout} (akka.logger-startup-timeout); it will be used when it does."));
        }

        return true;

        void Started(Task<object> task)
        {
            if (task.IsCompletedSuccessfully && task.Result is LoggerInitialized)
            {
                AddLogger(logger, level);
                PublishDebug(source, $"Logger {name} [{Logging.SimpleName(type)}] started");
            }
            else if (!task.IsCanceled)
            {
                Publish(new Error(task.Exception, source, GetType(), $"Logger {name} [{type.FullName}] did not answer InitializeLogger with LoggerInitialized."));
            }
        }
    }

    private void AddLogger(IActorRef logger, LogLevel level)
    {
        lock (_levelChanges)
        {
            if (!_loggers.Contains(logger))
            {
                _loggers.Add(logger);
            }

            SubscribeFrom(level, logger);
        }
    }

    private void RemoveLogger(IActorRef logger)
    {
        lock (_levelChanges)
        {
            _loggers.Remove(logger);
        }

        foreach (var level in Enum.GetValues<LogLevel>())
        {
            Unsubscribe(logger, Logging.ClassFor(level));
        }
    }

    private void SubscribeFrom(LogLevel level, IActorRef logger)
    {
        foreach (var candidate in Enum.GetValues<LogLevel>())
        {
            if (candidate >= level)
            {
                Subscribe(logger, Logging.ClassFor(candidate));
            }
        }
    }

    private void PublishDebug(string source, string message)
    {
        if (LogLevel <= LogLevel.DebugLevel)
        {
            Publish(new Debug(source, GetType(), message));
        }
    }
}
