namespace Akka.Configuration.Hocon;

public partial class Parser
{
    private const string Keyword = "include";

    private static readonly string[] Qualifiers = ["required(", "file(", "url(", "classpath("];

    private bool TryInclude(HoconObject owner)
    {
        var start = _at;
        if (!_text.AsSpan(_at).StartsWith(Keyword))
        {
            return false;
        }

        _at += Keyword.Length;
        SkipBlanks();
        var open = 0;
        while (Array.Find(Qualifiers, name => _text.AsSpan(_at).StartsWith(name)) is { } qualifier)
        {
            _at += qualifier.Length;
            open++;
            SkipBlanks();
        }

        if (Peek() != '"')
        {
            _at = start;
            return false;
        }

        var name = ParseQuoted();
        for (; open > 0; open--)
        {
            SkipBlanks();
            Expect(')', "')' after the name of an include");
        }

        Include(owner, name, start);
        return true;
    }

    private void Include(HoconObject owner, string name, int start)
    {
        if (_include is null)
        {
            throw Error(start, $"include \"{name}\": this text was parsed without a means to include others");
        }

        var included = _include(name);
        if (included.Value.GetObject() is not { } content)
        {
            throw Error(start, $"include \"{name}\": expected an object there");
        }

        var prefix = string.Join('.', _path.Select(HoconPrinter.Key));
        foreach (var substitution in included.Substitutions)
        {
            substitution.IncludedAt = (prefix, substitution.IncludedAt) switch
            {
                ("", var inner) => inner,
                (var outer, "") => outer,
                var (outer, inner) => $"{outer}.{inner}",
            };
        }

        owner.Merge(content);
    }
}
