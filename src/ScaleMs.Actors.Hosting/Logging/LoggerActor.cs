using System.Collections;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScaleMs.Actors.Connection.Configuration;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace ScaleMs.Actors.Hosting.Logging;

/// <summary>
/// Forwards actors' log events to the host's <see cref="ILoggerFactory"/>, with named values and one category per class. Akka.Hosting's
/// own logger ignores the system's log filter, has a single category, and prints remaining events to standard output, which is
/// reserved for results, when a system ends.
/// </summary>
public sealed class LoggerActor : ReceiveActor
{
    private readonly ILoggerFactory _factory;
    private readonly Dictionary<Type, ILogger> _loggers = [];

    public LoggerActor()
    {
        var setup = Context.System.Settings.Setup.Get<LoggerFactorySetup>();
        _factory = setup.HasValue ? setup.Value.LoggerFactory : NullLoggerFactory.Instance;
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(Pass);
    }

    /// <summary>Makes it the only logger of an actor system, unless the user's configuration sets another.</summary>
    public static Config In(Config user) => user.WithFallback(ConfigurationFactory.ParseString(
        $"""
        akka.loggers = ["{typeof(LoggerActor).FullName}, {typeof(LoggerActor).Assembly.GetName().Name}"]
        akka.loglevel = {ScaleMsOptions.From(user).Log.Level}
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        """));

    /// <summary>The setup that a system needs besides that configuration.</summary>
    public static ActorSystemSetup SetupFor(ILoggerFactory factory) => ActorSystemSetup.Create(new LoggerFactorySetup(factory));

    private void Pass(LogEvent log)
    {
        if (!Context.System.Settings.LogFilter.ShouldTryKeepMessage(log, out _))
        {
            return;
        }

        // For a source that is only a text, Akka uses a placeholder class.
        var type = log.LogClass is null || log.LogClass == typeof(DummyClassForStringSources) ? typeof(ActorSystem) : log.LogClass;
        if (!_loggers.TryGetValue(type, out var logger))
        {
            _loggers.Add(type, logger = _factory.CreateLogger(type.FullName ?? type.Name));
        }

        var level = log.LogLevel() switch
        {
            Akka.Event.LogLevel.DebugLevel => LogLevel.Debug,
            Akka.Event.LogLevel.InfoLevel => LogLevel.Information,
            Akka.Event.LogLevel.WarningLevel => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        if (logger.IsEnabled(level))
        {
            logger.Log(level, 0, new Values(log), log.Cause, static (values, _) => values.ToString());
        }
    }

    /// <summary>An event's named values, in the form expected by loggers of Microsoft.Extensions.Logging.</summary>
    private sealed class Values : IReadOnlyList<KeyValuePair<string, object?>>
    {
        private readonly LogEvent _log;
        private readonly List<KeyValuePair<string, object?>> _values = [];

        public Values(LogEvent log)
        {
            _log = log;
            if (log.TryGetProperties(out var properties) && properties is not null)
            {
                foreach (var (name, value) in properties)
                {
                    _values.Add(new(name, value));
                }
            }

            _values.Add(new("ActorPath", log.LogSource));
            _values.Add(new("{OriginalFormat}", log.GetTemplate()));
        }

        public int Count => _values.Count;

        public KeyValuePair<string, object?> this[int index] => _values[index];

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => _log.Message?.ToString() ?? "";
    }
}
