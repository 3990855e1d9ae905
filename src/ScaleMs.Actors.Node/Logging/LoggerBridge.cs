using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace ScaleMs.Actors.Node.Logging;

/// <summary>
/// Passes what actors log on to Microsoft.Extensions.Logging. Named in <c>akka.loggers</c>. Not with the
/// mailbox that loggers usually ask for: at the end of a system that one prints what is left on standard output, where results go.
/// </summary>
internal sealed class LoggerBridge : ReceiveActor
{
    private readonly ILoggerFactory _factory;
    private readonly Dictionary<Type, ILogger> _loggers = [];

    public LoggerBridge()
    {
        var setup = Context.System.Settings.Setup.Get<LoggerFactorySetup>();
        _factory = setup.HasValue ? setup.Value.Factory : NullLoggerFactory.Instance;
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<Debug>(log => Pass(log, LogLevel.Debug));
        Receive<Info>(log => Pass(log, LogLevel.Information));
        Receive<Warning>(log => Pass(log, LogLevel.Warning));
        Receive<Error>(log => Pass(log, LogLevel.Error));
    }

    private void Pass(LogEvent log, LogLevel level)
    {
        if (!Context.System.Settings.LogFilter.ShouldTryKeepMessage(log, out _))
        {
            return;
        }

        var type = log.LogClass ?? typeof(LoggerBridge);
        if (!_loggers.TryGetValue(type, out var logger))
        {
            _loggers.Add(type, logger = _factory.CreateLogger(type.FullName ?? type.Name));
        }

        if (logger.IsEnabled(level))
        {
            logger.Log(level, 0, log, log.Cause, static (log, _) => log.Message?.ToString() ?? "");
        }
    }
}
