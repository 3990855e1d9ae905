using System.Text;

namespace ScaleMs.Actors.Connection.Configuration.Syntax;

/// <summary>Quoted and unquoted strings, and key paths.</summary>
internal sealed class HoconStrings(HoconText text, HoconOutline outline)
{
    private const string Quotes = "\"\"\"";
    private const string Reserved = "$\"{}[]:=,#`^?!@*&\\";
    private const string EndsOfUnquoted = "\n,}]{[\"$";

    /// <summary>Skips an unquoted piece of a value.</summary>
    public void SkipUnquoted()
    {
        while (!text.AtEnd && !EndsOfUnquoted.Contains(text.Peek(), StringComparison.Ordinal) && !text.AtComment)
        {
            if (Reserved.Contains(text.Peek(), StringComparison.Ordinal))
            {
                throw text.Error(text.At, $"{HoconText.Shown(text.Peek())} in a text without quotes; write the value in quotes");
            }

            text.At++;
        }
    }

    /// <summary>A string in one or three quotes.</summary>
    /// <returns>The text between the quotes.</returns>
    public string ReadQuoted()
    {
        if (text.StartsWith(Quotes))
        {
            return ReadTripleQuoted();
        }

        var start = text.At++;
        while (!text.AtEnd && text.Peek() != '\n')
        {
            if (text.Peek() == '"')
            {
                text.At++;
                return text.Since(start)[1..^1];
            }

            SkipCharacter();
        }

        throw text.Error(start, "the quote that is opened here is not closed on its line; a text of several lines needs three quotes");
    }

    /// <summary>Keys separated by dots, up to but excluding one of <paramref name="ends"/>.</summary>
    public List<string> ReadPath(string ends)
    {
        var start = text.At;
        var keys = new List<string> { ReadKey(start, ends) };
        while (text.Peek() == '.')
        {
            text.At++;
            keys.Add(ReadKey(start, ends));
        }

        return keys;
    }

    private string ReadKey(int path, string ends)
    {
        var key = new StringBuilder();
        var (start, quoted, unquoted) = (text.At, 0, 0);
        while (!text.AtEnd && !ends.Contains(text.Peek(), StringComparison.Ordinal) && !text.AtComment && text.Peek() is not ('\n' or '.'))
        {
            var c = text.Peek();
            if (c == '"')
            {
                if (text.StartsWith(Quotes))
                {
                    outline.Unreadable(text.At, "a key in three quotes; write it in one pair of quotes");
                }

                key.Append(ReadQuoted());
                quoted++;
                continue;
            }

            if (Reserved.Contains(c, StringComparison.Ordinal))
            {
                throw text.Unexpected($"a key, where {HoconText.Shown(c)} must be in quotes,");
            }

            unquoted += HoconText.IsBlank(c) ? 0 : 1;
            key.Append(c);
            text.At++;
        }

        if (quoted + unquoted == 0)
        {
            throw text.At == path && text.Peek() != '.' ? text.Unexpected("a key") : text.Error(path, "a part of this path is empty; an empty key is written \"\"");
        }

        if (quoted > 0 && quoted + unquoted > 1)
        {
            outline.Unreadable(start, "a key of several pieces, of which some are in quotes; write the whole key in one pair of quotes");
        }

        return quoted > 0 ? key.ToString() : key.ToString().Trim();
    }

    private string ReadTripleQuoted()
    {
        var start = text.At;
        text.At += Quotes.Length;
        if (!text.GoTo(Quotes))
        {
            throw text.Error(start, "the three quotes that are opened here are not closed");
        }

        text.At += Quotes.Length;
        if (text.Peek() == '"')
        {
            outline.Unreadable(text.At, "a text in three quotes that ends in a quote; write it in one pair of quotes, with \\\" for each quote in it");
        }

        // Quotes beyond the closing three belong to the string.
        while (text.Peek() == '"')
        {
            text.At++;
        }

        return text.Since(start)[Quotes.Length..^Quotes.Length];
    }

    private void SkipCharacter()
    {
        var start = text.At++;
        if (text.Since(start) != "\\")
        {
            return;
        }

        var escape = text.Peek();
        text.At++;
        if (escape == 'u')
        {
            for (var i = 0; i < 4; i++, text.At++)
            {
                if (!char.IsAsciiHexDigit(text.Peek()))
                {
                    throw text.Error(start, "four hexadecimal digits are expected after \\u");
                }
            }
        }
        else if (!"\"\\/bfnrt".Contains(escape, StringComparison.Ordinal))
        {
            throw text.Error(start, $"there is no \\{escape}; known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
        }
    }
}
