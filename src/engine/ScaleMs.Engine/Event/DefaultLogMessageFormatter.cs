using System.Globalization;

namespace Akka.Event;

/// <summary>Templates with numbers (<c>{0}</c>, as in <see cref="string.Format(string, object?[])"/>) or names (<c>{Name}</c>, taken in order).</summary>
public class DefaultLogMessageFormatter : ILogMessageFormatter
{
    public static readonly DefaultLogMessageFormatter Instance = new();

    private DefaultLogMessageFormatter() { }

    public string Format(string format, params object?[] args) =>
        args.Length == 0 ? format : LogTemplate.Of(format).Format(CultureInfo.CurrentCulture, args);

    public string Format(string format, IEnumerable<object?> args) => Format(format, args as object?[] ?? [.. args]);
}
