using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Akka.Event;

/// <summary>A template, parsed once: names are numbered in the order in which they stand.</summary>
internal sealed class LogTemplate
{
    // Templates are constants of the program; a program that builds them at run time must not fill the memory with them.
    private const int MaxCached = 2000;

    private static readonly ConcurrentDictionary<string, LogTemplate> Cache = new();

    private readonly CompositeFormat _format;
    private readonly List<string> _names = [];

    private LogTemplate(string text) => _format = CompositeFormat.Parse(Numbered(text));

    public static LogTemplate Of(string text)
    {
        if (!Cache.TryGetValue(text, out var template))
        {
            template = new LogTemplate(text);
            if (Cache.Count < MaxCached)
            {
                Cache[text] = template;
            }
        }

        return template;
    }

    /// <summary>A number without argument is a <see cref="FormatException"/>; a name without argument stays as it stands.</summary>
    public string Format(IFormatProvider provider, object?[] args) =>
        string.Format(provider, _format, args.Length < _names.Count ? [.. args, .. _names[args.Length..]] : args);

    private string Numbered(string text)
    {
        var numbered = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                numbered.Append(c).Append(c);
                i++;
            }
            else if (c == '{' && NameAt(text, i + 1) is > 0 and var end)
            {
                numbered.Append(CultureInfo.InvariantCulture, $"{{{_names.Count}");
                _names.Add(text[i..(text.IndexOf('}', end) + 1)]);
                i = end - 1;
            }
            else
            {
                numbered.Append(c);
            }
        }

        return numbered.ToString();
    }

    /// <summary>The end of a name that starts here and is closed later, or 0.</summary>
    private static int NameAt(string text, int start)
    {
        var at = start < text.Length && text[start] is '@' or '$' ? start + 1 : start;
        if (at >= text.Length || !(char.IsLetter(text[at]) || text[at] == '_'))
        {
            return 0;
        }

        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '.'))
        {
            at++;
        }

        return at < text.Length && text[at] is '}' or ',' or ':' && text.IndexOf('}', at) > 0 ? at : 0;
    }
}
