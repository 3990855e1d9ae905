namespace ScaleMs.Actors.Connection.Configuration.Syntax;

/// <summary>
/// Checks a text against the grammar of HOCON (https://github.com/lightbend/config/blob/main/HOCON.md), without computing values: that is
/// done by Akka.NET, whose parser skips text that it does not understand.
/// </summary>
internal sealed class HoconSyntax
{
    // Each level costs a few stack frames of about 200 bytes, here and in Akka.NET; a thread has 1 MiB or more.
    private const int MaxDepth = 400;

    private const string KeyEnd = ":={+";

    // A name that no substitution can contain.
    private const string Item = "\u0001";

    private readonly HoconText _text;
    private readonly HoconOutline _outline = new();
    private readonly HoconStrings _strings;
    private readonly HoconReferences _references;
    private readonly List<string> _path = [];
    private int _depth;

    private HoconSyntax(HoconText text)
    {
        _text = text;
        _strings = new HoconStrings(text, _outline);
        _references = new HoconReferences(text, _strings, _outline);
    }

    /// <summary>Reads a text.</summary>
    /// <returns>Its elements.</returns>
    /// <exception cref="InvalidConfigurationException">It is not HOCON; the message has line and column.</exception>
    public static HoconOutline Read(HoconText text)
    {
        var syntax = new HoconSyntax(text);
        syntax.Root();
        return syntax._outline;
    }

    private void Root()
    {
        _text.SkipBlankLines();
        var start = _text.At;
        var first = _text.Peek();
        if (first == '[')
        {
            _outline.Unreadable(start, "a list as the whole text; keys are expected");
            Value();
        }
        else
        {
            _text.At += first == '{' ? 1 : 0;
            Fields(start, closed: first == '{');
        }

        _text.SkipBlankLines();
        if (!_text.AtEnd)
        {
            throw _text.Unexpected(first is '{' or '[' ? "the end of the text" : "a key");
        }
    }

    private void Fields(int start, bool closed)
    {
        Enter();
        _text.SkipBlankLines();
        while (_text.Peek() != '}' && !_text.AtEnd)
        {
            var takesComma = Field();
            if (!Separator(takesComma) && _text.Peek() != '}' && !_text.AtEnd)
            {
                throw _text.Unexpected("a comma or a new line");
            }
        }

        _depth--;
        if (closed)
        {
            Close('}', start);
        }
    }

    /// <summary>Parses the separator of two fields or items; false = there is none.</summary>
    private bool Separator(bool takesComma)
    {
        var separated = _text.SkipBlankLines();
        if (_text.Peek() != ',')
        {
            return separated;
        }

        if (separated)
        {
            _outline.Unreadable(_text.At, "a comma at the beginning of a line; write it at the end of the line before, or leave it out");
        }
        else if (!takesComma)
        {
            _outline.Unreadable(_text.At, "a comma after an object that follows its key directly; write KEY = {…} with the equals sign, or begin a new line instead of the comma");
        }

        _text.At++;
        _text.SkipBlankLines();
        return true;
    }

    private void Close(char bracket, int start)
    {
        if (_text.AtEnd)
        {
            throw _text.Error(start, $"the bracket that is opened here is not closed: '{bracket}' is missing");
        }

        _text.Expect(bracket, $"'{bracket}'");
    }

    /// <summary>Parses one field; returns whether Akka.NET reads a comma after it.</summary>
    private bool Field()
    {
        if (_references.Include())
        {
            return true;
        }

        var keys = _strings.ReadPath(KeyEnd);
        _text.SkipBlanks();
        var assigned = _text.Peek() is ':' or '=';
        if (_text.Peek() == '+')
        {
            _outline.Unreadable(_text.At++, "+=; write the whole list");
            _text.Expect('=', "'=' after '+'");
        }
        else if (assigned)
        {
            _text.At++;
        }
        else if (_text.Peek() != '{')
        {
            throw _text.Unexpected("':', '=', '+=' or '{' after a key");
        }

        Within(keys, () =>
        {
            _text.SkipBlankLines();
            var value = _text.At;
            if (Value() > 1 && !assigned)
            {
                _outline.Unreadable(value, "several objects that follow a key directly; write KEY = {…} {…} with the equals sign");
            }
        });
        return assigned;
    }

    private void Within(List<string> keys, Action read)
    {
        _path.AddRange(keys);
        _outline.AddField(_path);
        _depth += keys.Count;
        read();
        _depth -= keys.Count;
        _path.RemoveRange(_path.Count - keys.Count, keys.Count);
    }

    /// <summary>Parses a value of one or more pieces; returns their number.</summary>
    private int Value()
    {
        Enter();
        var (start, end) = (_text.At, _text.At);
        var pieces = new ValuePieces();
        while (!AtValueEnd(pieces))
        {
            pieces.Add(ReadPiece());
            end = _text.At;
            _text.SkipBlanks();
        }

        // Trailing text belongs to neither the value nor its end; errors point at it.
        _text.At = end;
        _depth--;
        if (pieces.Count == 0)
        {
            throw _text.Unexpected("a value");
        }

        if (pieces.CannotStandTogether)
        {
            throw _text.Error(start, "a text, an object and a list cannot stand beside each other in one value");
        }

        if (pieces.MergesSubstitution)
        {
            _outline.Unreadable(start, "an object beside a substitution; write all of its keys here");
        }

        return pieces.Count;
    }

    // After an object or a list, only another object or list or a substitution can continue the value.
    private bool AtValueEnd(ValuePieces pieces) =>
        _text.AtEnd || _text.Peek() is '\n' or ',' or '}' or ']' || _text.AtComment
        || (pieces.EndsInBracket && _text.Peek() is not ('{' or '[' or '$'));

    private ValuePiece ReadPiece()
    {
        var start = _text.At;
        switch (_text.Peek())
        {
            case '{':
                _text.At++;
                Fields(start, closed: true);
                return ValuePiece.Object;
            case '[':
                _text.At++;
                Items(start);
                return ValuePiece.Array;
            case '"':
                _strings.ReadQuoted();
                return ValuePiece.Text;
            case '$':
                _references.Substitution(_path);
                return ValuePiece.Substitution;
            default:
                _strings.SkipUnquoted();
                return ValuePiece.Text;
        }
    }

    private void Items(int start)
    {
        _path.Add(Item);
        _text.SkipBlankLines();
        if (_text.Peek() == ']' && _text.At > start + 1)
        {
            _outline.Unreadable(start, "an empty list with blanks in it; write []");
        }

        while (_text.Peek() != ']' && !_text.AtEnd)
        {
            if (_text.Peek() == '}')
            {
                throw _text.Unexpected($"an item, or the ']' of the list that begins in line {_text.Line(start)}");
            }

            Value();
            if (!Separator(takesComma: true) && _text.Peek() != ']' && !_text.AtEnd)
            {
                throw _text.Unexpected($"',' or the ']' of the list that begins in line {_text.Line(start)}");
            }
        }

        _path.RemoveAt(_path.Count - 1);
        Close(']', start);
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw _text.Error(_text.At, $"more than {MaxDepth} levels");
        }
    }
}
