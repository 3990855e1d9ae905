using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

public partial class Parser
{
    private const string Reserved = "$\"{}[]:=,#`^?!@*&\\";
    private const string KeyEnd = ":={+";
    private const string SubstitutionEnd = "}";

    private bool AtEnd => _at >= _text.Length;

    private bool AtComment => Peek() == '#' || (Peek() == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/');

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private static bool IsBlank(char c) => c != '\n' && (char.IsWhiteSpace(c) || c == '\uFEFF');

    private void SkipBlanks()
    {
        while (!AtEnd && IsBlank(Peek()))
        {
            _at++;
        }
    }

    private string TakeBlanks()
    {
        var start = _at;
        SkipBlanks();
        return _text[start.._at];
    }

    /// <summary>Skips blanks, new lines and comments; tells whether a new line was among them.</summary>
    private bool SkipBlankLines()
    {
        var newLine = false;
        while (true)
        {
            SkipBlanks();
            if (AtComment)
            {
                var end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            else if (Peek() == '\n')
            {
                _at++;
                newLine = true;
            }
            else
            {
                return newLine;
            }
        }
    }

    /// <summary>Keys with dots between them, up to (not over) one of <paramref name="ends"/>.</summary>
    private List<string> ParsePath(string ends)
    {
        var keys = new List<string>();
        var key = new StringBuilder();
        var quoted = false;
        var start = _at;
        while (!AtEnd && !ends.Contains(Peek(), StringComparison.Ordinal) && !AtComment && Peek() != '\n')
        {
            var c = Peek();
            if (c == '"')
            {
                key.Append(ParseQuoted());
                quoted = true;
            }
            else if (c == '.')
            {
                _at++;
                EndKey();
            }
            else if (IsBlank(c))
            {
                var blanks = TakeBlanks();
                key.Append(AtEnd || ends.Contains(Peek(), StringComparison.Ordinal) || Peek() is '.' or '\n' || AtComment || (key.Length == 0 && !quoted) ? "" : blanks);
            }
            else if (Reserved.Contains(c, StringComparison.Ordinal))
            {
                throw Unexpected($"a key; {Shown(c)} must be in quotes there");
            }
            else
            {
                key.Append(c);
                _at++;
            }
        }

        EndKey();
        return keys;

        void EndKey()
        {
            if (key.Length == 0 && !quoted)
            {
                throw _at == start ? Unexpected("a key") : Error(start, "a path has an empty part; an empty key must be written \"\"");
            }

            keys.Add(key.ToString());
            key.Clear();
            quoted = false;
        }
    }

    private HoconLiteral ParseUnquoted()
    {
        var start = _at;
        while (!AtEnd && Peek() is not ('\n' or ',' or '}' or ']' or '{' or '[' or '"' or '$') && !AtComment)
        {
            if (Reserved.Contains(Peek(), StringComparison.Ordinal))
            {
                throw Error(_at, $"{Shown(Peek())} in an unquoted string; write the value in quotes");
            }

            _at++;
        }

        var end = _at;
        while (IsBlank(_text[end - 1]))
        {
            end--;
        }

        // Blanks before the next element belong to the concatenation, not to this string.
        _at = end;
        var text = _text[start..end];
        return new HoconLiteral { Value = text == "null" ? null : text };
    }

    private string ParseQuoted()
    {
        var start = _at;
        if (_text.AsSpan(_at).StartsWith("\"\"\""))
        {
            return ParseTripleQuoted();
        }

        _at++;
        var text = new StringBuilder();
        while (!AtEnd && Peek() != '\n')
        {
            var c = _text[_at++];
            if (c == '"')
            {
                return text.ToString();
            }

            text.Append(c == '\\' ? ParseEscape() : c);
        }

        throw Error(start, "this quoted string is not closed on its line; a string of several lines needs three quotes");
    }

    private string ParseTripleQuoted()
    {
        var start = _at + 3;
        var end = _text.IndexOf("\"\"\"", start, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Error(_at, "this string in three quotes is not closed");
        }

        // Quotes beyond the closing three belong to the string.
        while (end + 3 < _text.Length && _text[end + 3] == '"')
        {
            end++;
        }

        _at = end + 3;
        return _text[start..end];
    }

    private char ParseEscape()
    {
        var c = Peek();
        _at++;
        if (c == 'u')
        {
            if (_at + 4 <= _text.Length && ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                _at += 4;
                return (char)code;
            }

            throw Error(_at - 2, "expected four hexadecimal digits after \\u");
        }

        return c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Error(_at - 2, $"unknown escape \\{c}; known: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"),
        };
    }

    private void Expect(char wanted, string expected)
    {
        if (Peek() != wanted)
        {
            throw Unexpected(expected);
        }

        _at++;
    }

    private void Enter(int levels)
    {
        _depth += levels;
        if (_depth > MaxDepth)
        {
            throw Error(_at, $"nested more than {MaxDepth} levels deep");
        }
    }

    private void Leave(int levels) => _depth -= levels;

    private ConfigurationException Unexpected(string expected) =>
        Error(_at, $"expected {expected}, found {(AtEnd ? "the end of the text" : Shown(Peek()))}");

    private ConfigurationException Error(int index, string problem)
    {
        var (line, column) = Position(index);
        return new ConfigurationException($"{(_origin is null ? "" : _origin + ", ")}line {line}, column {column}: {problem}");
    }

    private (int Line, int Column) Position(int index)
    {
        var before = _text.AsSpan(0, Math.Min(index, _text.Length));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    private static string Shown(char c) => c switch
    {
        '\n' => "the end of the line",
        < ' ' => string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)c:X4}"),
        _ => $"'{c}'",
    };
}
