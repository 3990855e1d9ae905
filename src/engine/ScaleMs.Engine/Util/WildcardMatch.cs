namespace Akka.Util;

public static class WildcardMatch
{
    /// <summary>Whether the text matches a pattern with <c>*</c> (any characters) and <c>?</c> (one character).</summary>
    public static bool Like(this string text, string pattern, bool caseSensitive = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(pattern);
        var (at, next, star, resume) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (next < pattern.Length && pattern[next] == '*')
            {
                star = next++;
                resume = at;
            }
            else if (next < pattern.Length && (pattern[next] == '?' || Same(text[at], pattern[next])))
            {
                at++;
                next++;
            }
            else if (star >= 0)
            {
                next = star + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(next).Trim('*').IsEmpty;

        bool Same(char a, char b) => a == b || (!caseSensitive && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
    }
}
