namespace ScaleMs.Actors.Connection.Configuration.Syntax;

/// <summary>References to content elsewhere: <c>${path}</c> and <c>include "file"</c>.</summary>
internal sealed class HoconReferences(HoconText text, HoconStrings strings, HoconOutline outline)
{
    private const string Keyword = "include";

    private static readonly string[] Qualifiers = ["required(", "file(", "url(", "classpath("];

    /// <summary>Parses a substitution, which starts here with <c>$</c>.</summary>
    /// <param name="field">Path of the field whose value contains it.</param>
    public void Substitution(IEnumerable<string> field)
    {
        var start = text.At++;
        text.Expect('{', "'{' after '$' (a '$' that is meant as such must be in quotes)");
        if (text.Peek() == '?')
        {
            outline.Unreadable(start, "a substitution that may be missing; write the value, or ${…} with a key of this file");
            text.At++;
        }

        var path = text.At;
        text.SkipBlanks();
        var keys = strings.ReadPath("}");
        if (text.Since(path).AsSpan().ContainsAny('"', ' ', '\t'))
        {
            outline.Unreadable(path, "quotes or blanks in a substitution; write the value");
        }

        text.Expect('}', "'}' to close a substitution");
        outline.Add(new HoconOutline.Substitution(start, HoconOutline.PathOf(field), HoconOutline.PathOf(keys)));
    }

    /// <summary>Parses an include; false = there is none here.</summary>
    public bool Include()
    {
        var start = text.At;
        if (!text.StartsWith(Keyword))
        {
            return false;
        }

        text.At += Keyword.Length;
        text.SkipBlanks();
        var open = 0;
        while (Array.Find(Qualifiers, text.StartsWith) is { } qualifier)
        {
            text.At += qualifier.Length;
            text.SkipBlanks();
            open++;
        }

        if (text.Peek() != '"')
        {
            // The word may also be the beginning of a key.
            text.At = start;
            return false;
        }

        strings.ReadQuoted();
        for (; open > 0; open--)
        {
            text.SkipBlanks();
            text.Expect(')', "')' after the name of an include");
        }

        outline.Unreadable(start, "an include here; write the keys into this file");
        return true;
    }
}
