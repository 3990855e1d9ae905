namespace ScaleMs.Actors.Contracts.Text;

/// <summary>Finds the intended name for a misspelled one.</summary>
public static class NearestName
{
    // Names of a directory that are compared.
    private const int MostNames = 10_000;

    /// <summary>The known name with the smallest edit distance.</summary>
    public static string Of(string name, IEnumerable<string> known) => known.MinBy(other => Distance(name, other))!;

    /// <summary>The same, within an edit distance of one per three letters; null = no name is that close.</summary>
    public static string? Near(string name, IEnumerable<string> known) =>
        known.MinBy(other => Distance(name, other)) is { } nearest && Distance(name, nearest) <= (name.Length + 2) / 3 ? nearest : null;

    /// <summary>The name in the directory of a path that is meant instead of the path's own; null = none is that close, or the directory cannot be read.</summary>
    /// <param name="path">Full path of what is not there.</param>
    /// <param name="list">Lists what it may be: <see cref="Directory.EnumerateFiles(string)"/> or <see cref="Directory.EnumerateDirectories(string)"/>.</param>
    public static string? Beside(string path, Func<string, IEnumerable<string>> list)
    {
        try
        {
            return Near(Path.GetFileName(path), list(Path.GetDirectoryName(path)!).Take(MostNames).Select(static entry => Path.GetFileName(entry)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Edit distance of two texts (V. I. Levenshtein, Soviet Physics Doklady 10, 707, 1966).</summary>
    public static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(
                    Math.Min(previous[j], current[j - 1]) + 1,
                    previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
