using System.Text;

namespace ScaleMs.Actors.Connection.Tests.Configuration.Syntax;

/// <summary>A text of valid HOCON in one of many spellings, with what it means.</summary>
internal sealed class HoconDocument
{
    private static readonly string[] Keys = ["a", "b-c", "d_e", "f", "key with blanks", "42", "include", "true"];
    private static readonly string[] Texts = ["1", "64 KiB", "on", "x-y/z", "1e5", "two words", "null and void"];
    private static readonly string[] QuotedTexts = ["", "1", "{ a", "x ] y", "a, b", "k = v", "${x}", "x@b:1", "\\u0041"];
    private static readonly string[] Comments = ["", "", "", " # a comment, with } and [", " // another = one {"];

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly List<int> _marks = [];
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    private HoconDocument(int seed)
    {
        _random = new Random(seed);
        Fields("", depth: 3, Chance(3));
    }

    public string Text => _text.ToString();

    /// <summary>Each path with its text, or its texts in brackets.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Where brackets and quotes stand that belong to the structure.</summary>
    public IReadOnlyList<int> Marks => _marks;

    public static HoconDocument Of(int seed) => new(seed);

    public override string ToString() => Text;

    private void Fields(string path, int depth, bool inBraces)
    {
        if (inBraces)
        {
            Mark('{');
            Space(mayBreak: true);
        }

        var keys = Keys.OrderBy(_ => _random.Next()).Take(_random.Next(path.Length == 0 ? 1 : 0, 4)).ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            Blanks();
            Field(path, keys[i], depth, isLast: i == keys.Length - 1 && inBraces);
        }

        if (inBraces)
        {
            Space(mayBreak: true);
            Mark('}');
        }
    }

    private void Field(string path, string key, int depth, bool isLast)
    {
        Key(key);
        var inner = Chance(5) ? $"{key}\0sub" : key;
        if (inner != key)
        {
            _text.Append('.');
            Key("sub");
        }

        Blanks();
        var isObject = depth > 0 && Chance(3);
        var takesComma = !isObject || Chance(2);
        if (takesComma)
        {
            _text.Append(Pick("=", ":"));
            Space(mayBreak: true);
        }

        Value($"{path}{inner}\0", depth, isObject);
        Blanks();
        Separator(takesComma, isLast);
    }

    private void Separator(bool takesComma, bool isLast)
    {
        if (isLast && Chance(2))
        {
            return;
        }

        var comma = takesComma && Chance(2);
        _text.Append(comma ? "," : "").Append(comma && Chance(2) ? " " : $"{Pick(Comments)}{Pick("\n", "\r\n", "\n\n")}");
    }

    private void Value(string path, int depth, bool isObject)
    {
        if (isObject)
        {
            Fields(path, depth - 1, inBraces: true);
        }
        else if (Chance(4))
        {
            Items(path);
        }
        else
        {
            _values[path] = Literal();
        }
    }

    private void Items(string path)
    {
        var count = _random.Next(0, 4);
        var items = new List<string>();
        Mark('[');
        for (var i = 0; i < count; i++)
        {
            Space(mayBreak: true);
            items.Add(Literal());
            if (i < count - 1 || Chance(4))
            {
                _text.Append(Pick(",", ", ", ",\n", "\n"));
            }
        }

        Mark(']');
        _values[path] = $"[{string.Join("|", items)}]";
    }

    private string Literal()
    {
        var plain = Pick(Texts);
        if (Chance(2))
        {
            _text.Append(plain);
            return plain;
        }

        var quoted = Pick(QuotedTexts);
        var quotes = Chance(4) ? 3 : 1;
        Quoted(quoted, quotes);
        return quotes == 3 ? quoted : quoted.Replace("\\u0041", "A", StringComparison.Ordinal);
    }

    private void Key(string key)
    {
        if (Chance(4))
        {
            Quoted(key, 1);
        }
        else
        {
            _text.Append(key);
        }
    }

    private void Quoted(string text, int quotes)
    {
        for (var i = 0; i < quotes; i++)
        {
            Mark('"');
        }

        _text.Append(text);
        for (var i = 0; i < quotes; i++)
        {
            Mark('"');
        }
    }

    private void Mark(char mark)
    {
        _marks.Add(_text.Length);
        _text.Append(mark);
    }

    // A blank within empty brackets is what Akka.NET does not read; lists come by themselves.
    private void Space(bool mayBreak) => _text.Append(mayBreak && Chance(6) ? $"{Pick(Comments)}\n  " : Pick("", " "));

    private void Blanks() => _text.Append(Pick("", " ", "\t"));

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
