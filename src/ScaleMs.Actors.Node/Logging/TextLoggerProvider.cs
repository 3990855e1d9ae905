using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ScaleMs.Actors.Node.Logging;

/// <summary>Writes log events as lines of text: time, level, source, message.</summary>
/// <param name="output">Closed with this provider.</param>
/// <param name="time">The clock.</param>
internal sealed class TextLoggerProvider(TextWriter output, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new TextLogger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose() => output.Dispose();

    private void Write(LogLevel level, string source, string message, Exception? error)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{time.GetLocalNow():HH:mm:ss.fff} {Name(level)} {source}: {message}{(error is null ? "" : $"{Environment.NewLine}{error}")}");
        lock (_gate)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        _ => "ERROR",
    };

    private sealed class TextLogger(TextLoggerProvider provider, string source) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(logLevel, source, formatter(state, exception), exception);
    }
}
