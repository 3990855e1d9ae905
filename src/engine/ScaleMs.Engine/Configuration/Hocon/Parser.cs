namespace Akka.Configuration.Hocon;

/// <summary>HOCON text to values, by the specification (https://github.com/lightbend/config/blob/main/HOCON.md).</summary>
public partial class Parser
{
    // Each level costs a few stack frames of about 200 bytes in parsing, merging and printing; a thread has 1 MiB or more.
    internal const int MaxDepth = 400;

    private readonly string _text;
    private readonly string? _origin;
    private readonly Func<string, HoconRoot>? _include;
    private readonly List<string> _path = [];
    private int _at;
    private int _depth;

    public Parser() : this("", null, null) { }

    private Parser(string text, Func<string, HoconRoot>? include, string? origin)
    {
        _text = text;
        _include = include;
        _origin = origin;
    }

    /// <summary>Parses HOCON; <paramref name="includeCallback"/> parses what an <c>include</c> names.</summary>
    public static HoconRoot Parse(string text, Func<string, HoconRoot>? includeCallback) => Parse(text, includeCallback, null);

    /// <summary>The same, with a name for the text (a file, a resource) in messages.</summary>
    internal static HoconRoot Parse(string text, Func<string, HoconRoot>? includeCallback, string? origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        var value = new Parser(text, includeCallback, origin).ParseRoot();
        try
        {
            var unresolved = HoconResolver.Run(value);
            return new HoconRoot(value, unresolved) { HasUnresolved = unresolved.Count > 0 };
        }
        catch (ConfigurationException exception) when (origin is not null)
        {
            throw new ConfigurationException($"{origin}: {exception.Message}", exception);
        }
    }

    private HoconValue ParseRoot()
    {
        SkipBlankLines();
        if (Peek() == '[')
        {
            var array = new HoconValue();
            ParseValue(array);
            SkipBlankLines();
            return AtEnd ? array : throw Unexpected("the end of the text");
        }

        var root = new HoconObject();
        if (Peek() == '{')
        {
            _at++;
            ParseFields(root, closed: true);
            SkipBlankLines();
            if (!AtEnd)
            {
                throw Unexpected("the end of the text");
            }
        }
        else
        {
            ParseFields(root, closed: false);
        }

        return HoconValue.OfObject(root);
    }

    private void ParseFields(HoconObject owner, bool closed)
    {
        Enter(1);
        SkipBlankLines();
        while (Peek() != '}' && !AtEnd)
        {
            ParseField(owner);
            var blockEnded = _text[_at - 1] is '}' or ']';
            var separated = SkipBlankLines();
            if (Peek() == ',')
            {
                _at++;
                SkipBlankLines();
            }
            else if (!separated && !blockEnded && Peek() != '}' && !AtEnd)
            {
                throw Unexpected("a comma or a new line");
            }
        }

        Leave(1);
        if (closed)
        {
            CloseObject();
        }
        else if (!AtEnd)
        {
            throw Unexpected("a key; no '{' is open here");
        }
    }

    // Akka.NET reads a text that has includes as closed at its end; elsewhere an open brace is a mistake worth an error.
    private void CloseObject()
    {
        if (!AtEnd)
        {
            _at++;
        }
        else if (_include is null)
        {
            throw Unexpected("'}' to close an object");
        }
    }

    private void ParseField(HoconObject owner)
    {
        if (TryInclude(owner))
        {
            return;
        }

        var keys = ParsePath(KeyEnd);
        SkipBlanks();
        var append = Peek() == '+';
        if (append)
        {
            _at++;
            Expect('=', "'=' after '+'");
        }
        else if (Peek() is ':' or '=')
        {
            _at++;
        }
        else if (Peek() != '{')
        {
            throw Unexpected("':', '=', '+=' or '{' after a key");
        }

        Enter(keys.Count);
        _path.AddRange(keys);
        var value = new HoconValue();
        SkipBlankLines();
        ParseValue(value);
        _path.RemoveRange(_path.Count - keys.Count, keys.Count);
        Leave(keys.Count);
        Assign(owner, keys, append ? Appended(value) : value);
    }

    private static void Assign(HoconObject owner, List<string> keys, HoconValue value)
    {
        for (var i = keys.Count - 1; i > 0; i--)
        {
            var parent = new HoconObject();
            parent.Items[keys[i]] = value;
            value = HoconValue.OfObject(parent);
        }

        HoconMerge.Assign(owner, keys[0], value);
    }

    private static HoconValue Appended(HoconValue value) =>
        new([new HoconSubstitution("") { IsOptional = true, IsSelf = true }, new HoconArray { value }]);

    private void ParseValue(HoconValue value)
    {
        var elements = value.Values;
        var start = _at;
        while (true)
        {
            var blanks = TakeBlanks();
            if (AtValueEnd(elements))
            {
                _at -= blanks.Length;
                break;
            }

            if (blanks.Length > 0 && elements.Count > 0)
            {
                elements.Add(new HoconBlank { Value = blanks });
            }

            elements.Add(ParseElement());
        }

        if (elements.Count == 0)
        {
            throw Unexpected("a value");
        }

        if (elements.Count > 1 && !value.HasSubstitution)
        {
            try
            {
                var joined = HoconConcatenation.Join(elements);
                value.NewValue(joined);
            }
            catch (ConfigurationException exception)
            {
                throw Error(start, exception.Message);
            }
        }
    }

    // After an object or array only another one, or a substitution, can continue the value.
    private bool AtValueEnd(List<IHoconElement> elements) =>
        AtEnd || Peek() is '\n' or ',' or '}' or ']' || AtComment
        || (elements.Count > 0 && elements[^1] is HoconObject or HoconArray && Peek() is not ('{' or '[' or '$'));

    private IHoconElement ParseElement()
    {
        switch (Peek())
        {
            case '{':
                _at++;
                var item = new HoconObject();
                ParseFields(item, closed: true);
                return item;
            case '[':
                _at++;
                return ParseItems();
            case '"':
                return new HoconLiteral { Value = ParseQuoted() };
            case '$':
                return ParseSubstitution();
            default:
                return ParseUnquoted();
        }
    }

    private HoconArray ParseItems()
    {
        Enter(1);
        var items = new HoconArray();
        SkipBlankLines();
        while (Peek() != ']')
        {
            var value = new HoconValue();
            ParseValue(value);
            items.Add(value);
            var separated = SkipBlankLines();
            if (Peek() == ',')
            {
                _at++;
                SkipBlankLines();
            }
            else if (!separated && Peek() != ']')
            {
                throw Unexpected("',' or ']' in an array");
            }

            if (AtEnd)
            {
                throw Unexpected("']' to close an array");
            }
        }

        _at++;
        Leave(1);
        return items;
    }

    private HoconSubstitution ParseSubstitution()
    {
        var start = _at++;
        Expect('{', "'{' after '$' (a '$' that is meant as such must be in quotes)");
        var optional = Peek() == '?';
        _at += optional ? 1 : 0;
        SkipBlanks();
        var keys = ParsePath(SubstitutionEnd);
        Expect('}', "'}' to close a substitution");
        var path = string.Join('.', keys.Select(static key => key.Contains('.', StringComparison.Ordinal) ? $"\"{key}\"" : key));
        var (line, column) = Position(start);
        return new HoconSubstitution(path) { IsOptional = optional, Position = $" at line {line}, column {column}" };
    }
}
