using System.Globalization;
using Akka.Actor;

namespace Akka.Event;

/// <summary>Something that was logged; its text is formatted only when asked for.</summary>
public abstract class LogEvent : INoSerializationVerificationNeeded
{
    protected LogEvent()
    {
        Timestamp = DateTime.UtcNow;
        Thread = Thread.CurrentThread;
    }

    public Exception? Cause { get; protected set; }

    public DateTime Timestamp { get; }

    public Thread Thread { get; }

    public string LogSource { get; protected set; } = "";

    public Type? LogClass { get; protected set; }

    public object? Message { get; protected set; }

    public abstract LogLevel LogLevel();

    public override string ToString()
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"[{Logging.StringFor(LogLevel())}][{Timestamp:MM/dd/yyyy HH:mm:ss.fff}Z][Thread {Thread.ManagedThreadId:0000}][{LogSource}] {Message ?? "null"}");
        return Cause is null ? line : $"{line}{Environment.NewLine}Cause: {Cause}";
    }
}
