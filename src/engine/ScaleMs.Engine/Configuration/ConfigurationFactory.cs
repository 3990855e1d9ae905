using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

public class ConfigurationFactory
{
    private static readonly Lazy<Config> ReferenceConfig = new(() => FromResource("reference.conf", typeof(ConfigurationFactory).Assembly));

    public static Config Empty => Config.Empty;

    /// <summary>Parses HOCON; a <see cref="ConfigurationException"/> names line, column and what was expected there.</summary>
    public static Config ParseString(string? hocon) => Parse(hocon, null, null);

    public static Config ParseString(string? hocon, Func<string, HoconRoot>? includeCallback) => Parse(hocon, includeCallback, null);

    /// <summary>The user's configuration. There is no application configuration file in .NET any more, so it is empty.</summary>
    public static Config Load() => Config.Empty;

    /// <summary>The built-in defaults (reference.conf).</summary>
    public static Config Default() => ReferenceConfig.Value;

    public static Config FromResource(string resourceName, object instanceInAssembly)
    {
        ArgumentNullException.ThrowIfNull(instanceInAssembly);
        return FromResource(resourceName, instanceInAssembly as Assembly ?? (instanceInAssembly as Type ?? instanceInAssembly.GetType()).Assembly);
    }

    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    public static Config FromResource(string resourceName, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new ConfigurationException(
                $"Assembly [{assembly.GetName().Name}] has no embedded resource [{resourceName}]; it has [{string.Join(", ", assembly.GetManifestResourceNames())}].");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), null, resourceName);
    }

    /// <summary>A configuration with the public properties of <paramref name="source"/> as its keys.</summary>
    public static Config FromObject(object source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var text = new StringBuilder();
        foreach (var property in source.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length == 0)
            {
                text.Append(HoconPrinter.Key(property.Name)).Append(" : ").Append(Print(property.GetValue(source))).Append('\n');
            }
        }

        return ParseString(text.ToString());
    }

    internal static Config Parse(string? hocon, Func<string, HoconRoot>? includeCallback, string? origin) =>
        string.IsNullOrWhiteSpace(hocon) ? Config.Empty : new Config(Parser.Parse(hocon, includeCallback, origin));

    private static string Print(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => HoconPrinter.Literal(text),
        TimeSpan span when span == Timeout.InfiniteTimeSpan => "infinite",
        TimeSpan span => span.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms",
        IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(Print)) + "]",
        IFormattable number => HoconPrinter.Literal(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => HoconPrinter.Literal(value.ToString() ?? ""),
    };
}
