using System.Text;
using Akka.Configuration;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Configuration;

namespace ScaleMs.Actors.Node.Logging;

/// <summary>How a node logs: to standard error, and to a file where one is configured.</summary>
internal static class NodeLogging
{
    /// <summary>What the actor system logs, and where to.</summary>
    public static Config For(LogOptions options) => ConfigurationFactory.ParseString(
        $"""
        akka.loggers = ["{typeof(LoggerBridge).FullName}, {typeof(LoggerBridge).Assembly.GetName().Name}"]
        akka.loglevel = {options.Level}
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        """);

    /// <summary>Adds the outputs.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Configure(ILoggingBuilder logging, LogOptions options)
    {
        logging.SetMinimumLevel(options.Level switch
        {
            "DEBUG" => LogLevel.Debug,
            "WARNING" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            _ => LogLevel.Information,
        });

        // What the host has to say, the verb says better.
        logging.AddFilter("Microsoft", LogLevel.None);
        logging.AddProvider(new TextLoggerProvider(Console.Error, TimeProvider.System));
        if (options.File.Length > 0)
        {
            logging.AddProvider(new TextLoggerProvider(Open(options.File), TimeProvider.System));
        }
    }

    private static StreamWriter Open(string path)
    {
        try
        {
            return new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite), new UTF8Encoding(false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"scalems.log.file = {path}: {error.Message}", error);
        }
    }
}
