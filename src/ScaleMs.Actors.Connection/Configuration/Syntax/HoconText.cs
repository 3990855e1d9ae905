using System.Globalization;

namespace ScaleMs.Actors.Connection.Configuration.Syntax;

/// <summary>A text that is read character by character, with a position for each error.</summary>
/// <param name="text">The text.</param>
/// <param name="origin">Its source, for errors.</param>
internal sealed class HoconText(string text, string origin)
{
    public int At { get; set; }

    public bool AtEnd => At >= text.Length;

    public bool AtComment => Peek() == '#' || (Peek() == '/' && Peek(1) == '/');

    /// <summary>The current character or one further ahead; NUL beyond the end.</summary>
    public char Peek(int ahead = 0) => At + ahead < text.Length ? text[At + ahead] : '\0';

    /// <summary>The text from <paramref name="start"/> to the current position.</summary>
    public string Since(int start) => text[start..At];

    public bool StartsWith(string expected) => text.AsSpan(At).StartsWith(expected, StringComparison.Ordinal);

    /// <summary>Moves to the next occurrence of a text; false = there is none.</summary>
    public bool GoTo(string wanted)
    {
        var index = text.IndexOf(wanted, At, StringComparison.Ordinal);
        At = index < 0 ? At : index;
        return index >= 0;
    }

    public static bool IsBlank(char c) => c != '\n' && (char.IsWhiteSpace(c) || c == '\uFEFF');

    /// <summary>Skips blanks on this line; returns whether there were any.</summary>
    public bool SkipBlanks()
    {
        var start = At;
        while (!AtEnd && IsBlank(Peek()))
        {
            At++;
        }

        return At > start;
    }

    /// <summary>Skips blanks, new lines and comments; returns whether there was a new line.</summary>
    public bool SkipBlankLines()
    {
        var newLine = false;
        while (true)
        {
            SkipBlanks();
            if (AtComment)
            {
                At = GoTo("\n") ? At : text.Length;
            }
            else if (Peek() == '\n')
            {
                At++;
                newLine = true;
            }
            else
            {
                return newLine;
            }
        }
    }

    public void Expect(char wanted, string expected)
    {
        if (Peek() != wanted)
        {
            throw Unexpected(expected);
        }

        At++;
    }

    public InvalidConfigurationException Unexpected(string expected) =>
        Error(At, $"{expected} is expected, but here is {(AtEnd ? "the end of the text" : Shown(Peek()))}");

    public InvalidConfigurationException Error(int index, string problem)
    {
        var column = Before(index).Length - Before(index).LastIndexOf('\n');
        return new InvalidConfigurationException(string.Create(CultureInfo.InvariantCulture, $"{origin}, line {Line(index)}, column {column}: {problem}"));
    }

    /// <summary>The 1-based line of a position.</summary>
    public int Line(int index) => Before(index).Count('\n') + 1;

    public static string Shown(char c) => c switch
    {
        '\n' => "the end of the line",
        < ' ' => string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)c:X4}"),
        _ => $"'{c}'",
    };

    private ReadOnlySpan<char> Before(int index) => text.AsSpan(0, Math.Min(index, text.Length));
}
