using System.Globalization;
using System.Text;
using System.Text.Json;
using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Configuration.Syntax;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Configuration;

/// <summary>Converts each source of configuration to HOCON.</summary>
internal static class ConfigurationSources
{
    /// <summary>The sections that are read.</summary>
    private static readonly string[] Sections = ["scalems", "akka"];

    /// <summary>Merges configurations; earlier ones take precedence.</summary>
    public static Config Joined(params IEnumerable<Config> configs) => configs
        .Where(static config => !config.IsEmpty)
        .Aggregate(Config.Empty, static (strong, weak) => strong.IsEmpty ? weak : strong.WithFallback(weak));

    /// <summary>A file; errors name it.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    /// <exception cref="InvalidConfigurationException">It is not HOCON that Akka.NET can read.</exception>
    public static Config File(string path)
    {
        byte[] text;
        try
        {
            text = System.IO.File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the configuration file '{path}' cannot be read: {error.Message}", error);
        }

        if (JsonText.InvalidByte(text) is { } at)
        {
            var (line, column) = JsonText.PlaceOf(text, at);
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{path}, line {line + 1}, column {column + 1}: the byte 0x{text[at]:X2} is not UTF-8, and a configuration file must be"));
        }

        var config = Checked(Encoding.UTF8.GetString(text).TrimStart('\uFEFF'), path);

        // Not an error, because a file may have sections for other programs.
        foreach (var (section, _) in config.AsEnumerable().Where(static section => !Sections.Contains(section.Key)))
        {
            Console.Error.WriteLine($"scalems: warning: {path}: section '{section}' is ignored; ScaleMs reads only {string.Join(" and ", Sections)}");
        }

        return config;
    }

    /// <summary><c>key=value</c> settings. A value that begins with [, { or " is HOCON; any other is a string.</summary>
    /// <exception cref="UsageException">A setting is malformed.</exception>
    public static Config Settings(IEnumerable<string> settings)
    {
        var config = Config.Empty;
        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException($"--set {setting}: KEY=VALUE is expected, such as --set scalems.worker.grace=10s");
            }

            config = Setting($"--set {setting}", setting[..equals].Trim(), setting[(equals + 1)..].Trim()).WithFallback(config);
        }

        return config;
    }

    /// <summary>The environment variables <c>SCALEMS_…</c> of this process.</summary>
    /// <inheritdoc cref="EnvironmentKeys.Read"/>
    public static Config Environment() => EnvironmentKeys.Read(
        System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(static entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")));

    /// <summary>Keys whose values are numbers, strings or lists of strings.</summary>
    public static Config Pairs(IEnumerable<(string Key, object? Value)> pairs) => ConfigurationFactory.ParseString(string.Join(
        '\n',
        pairs.Where(static pair => pair.Value is not null).Select(static pair => $"{pair.Key} = {Text(pair.Value!)}")));

    /// <summary>One key.</summary>
    /// <param name="origin">For errors.</param>
    /// <param name="key">Its path.</param>
    /// <param name="value">HOCON if it begins with [, { or ", otherwise a string.</param>
    /// <exception cref="UsageException">The key does not exist.</exception>
    /// <exception cref="InvalidConfigurationException">It is not HOCON that Akka.NET can read.</exception>
    internal static Config Setting(string origin, string key, string value)
    {
        if (!Sections.Contains(key.Split('.')[0]))
        {
            throw new UsageException($"{origin}: no such key; did you mean {UnknownKeys.Nearest(key)}?");
        }

        return Checked($"{key}={(value is ['[' or '{' or '"', ..] ? value : Text(value))}", origin);
    }

    private static Config Checked(string text, string origin)
    {
        AkkaHocon.Check(text, origin);
        Config config;
        try
        {
            config = ConfigurationFactory.ParseString(text);
        }
        catch (Exception error)
        {
            // Akka's parser throws several types of exceptions.
            throw new InvalidConfigurationException($"{origin}: Akka.NET cannot read it: {error.Message}", error);
        }

        foreach (var (path, nearest) in AkkaKeys.Unknown(config))
        {
            Console.Error.WriteLine($"scalems: warning: {origin}: {path}: no such key; did you mean {nearest}?");
        }

        return config;
    }

    private static string Text(object value) => value switch
    {
        string text => JsonSerializer.Serialize(text),
        IEnumerable<string> texts => $"[{string.Join(", ", texts.Select(static text => JsonSerializer.Serialize(text)))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
