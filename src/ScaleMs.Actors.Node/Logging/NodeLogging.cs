using System.Globalization;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Node.Exits;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace ScaleMs.Actors.Node.Logging;

/// <summary>Logging of a node: to standard error, because standard output is for results, and to a file if configured.</summary>
internal static class NodeLogging
{
    private const string Line = "{Timestamp:HH:mm:ss.fff} {LevelName} {Source}: {Message:l}{NewLine}{Exception}";
    private const long FileSize = 64 << 20;
    private const int Files = 8;

    /// <summary>Adds the outputs.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Configure(ILoggingBuilder logging, LogOptions options)
    {
        var level = options.Level switch
        {
            "DEBUG" => LogLevel.Debug,
            "WARNING" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            _ => LogLevel.Information,
        };
        logging.SetMinimumLevel(level);

        // Suppresses the host's own messages; the verbs report start and stop.
        logging.AddFilter("Microsoft", LogLevel.None);
        if (level == LogLevel.Information)
        {
            logging.AddFilter("Akka", LogLevel.Warning);
        }

        logging.AddProvider(new SerilogLoggerProvider(Outputs(options), dispose: true));
    }

    private static Logger Outputs(LogOptions options)
    {
        ITextFormatter format = options.Format == "json" ? new CompactJsonFormatter() : new MessageTemplateTextFormatter(Line, CultureInfo.InvariantCulture);
        var outputs = new LoggerConfiguration().MinimumLevel.Verbose().Enrich.With<LineParts>()
            .WriteTo.Console(format, standardErrorFromLevel: LogEventLevel.Verbose);
        if (options.File.Length > 0)
        {
            Check(options.File);

            // Shared, because several nodes of one machine may use the same file.
            outputs.WriteTo.File(format, options.File, fileSizeLimitBytes: FileSize, rollOnFileSizeLimit: true, retainedFileCountLimit: Files, shared: true);
        }

        return outputs.CreateLogger();
    }

    private static void Check(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"scalems.log.file = {path}: {error.Message}", error);
        }
    }

    /// <summary>Adds to text lines the level as spelled in the configuration, and the class without its namespace.</summary>
    private sealed class LineParts : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            logEvent.AddPropertyIfAbsent(new LogEventProperty("LevelName", new ScalarValue(logEvent.Level switch
            {
                LogEventLevel.Verbose or LogEventLevel.Debug => "DEBUG",
                LogEventLevel.Information => "INFO",
                LogEventLevel.Warning => "WARNING",
                _ => "ERROR",
            })));
            if (logEvent.Properties.GetValueOrDefault(Constants.SourceContextPropertyName) is ScalarValue { Value: string source })
            {
                logEvent.AddPropertyIfAbsent(new LogEventProperty("Source", new ScalarValue(source[(source.LastIndexOf('.') + 1)..])));
            }
        }
    }
}
