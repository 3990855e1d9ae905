using Akka.Util;

namespace Akka.Event;

/// <summary>Prints log events on standard output.</summary>
public class StandardOutLogger : MinimalLogger
{
    public static bool UseColors { get; set; } = true;

    public static ConsoleColor DebugColor { get; set; } = ConsoleColor.Gray;

    public static ConsoleColor InfoColor { get; set; } = ConsoleColor.White;

    public static ConsoleColor WarningColor { get; set; } = ConsoleColor.Yellow;

    public static ConsoleColor ErrorColor { get; set; } = ConsoleColor.Red;

    protected override void Log(object message)
    {
        if (message is LogEvent logEvent)
        {
            PrintLogEvent(logEvent, Filter);
        }
        else
        {
            StandardOutWriter.WriteLine(message.ToString() ?? "");
        }
    }

    internal static void PrintLogEvent(LogEvent logEvent, LogFilterEvaluator filter)
    {
        try
        {
            if (filter.ShouldTryKeepMessage(logEvent, out _))
            {
                StandardOutWriter.WriteLine(logEvent.ToString(), UseColors ? ColorOf(logEvent.LogLevel()) : null);
            }
        }
        catch (FormatException exception)
        {
            var template = logEvent.Message is LogMessage message ? message.Unformatted() : "";
            StandardOutWriter.WriteLine(
                $"[{Logging.StringFor(logEvent.LogLevel())}][{logEvent.LogSource}] A log message does not fit its arguments: {template} {exception.Message}",
                UseColors ? ErrorColor : null);
        }
    }

    private static ConsoleColor ColorOf(LogLevel level) => level switch
    {
        LogLevel.DebugLevel => DebugColor,
        LogLevel.InfoLevel => InfoColor,
        LogLevel.WarningLevel => WarningColor,
        _ => ErrorColor,
    };
}
