namespace ScaleMs.Repository.Tests.Surface;

/// <summary>A line of the list of what programs use most: a type, and what of it they name.</summary>
internal sealed record MostUsed(string Type, IReadOnlyList<string> Names)
{
    /// <summary>How the list writes that a program names the type itself.</summary>
    public const string TheTypeItself = "(type)";

    public static IReadOnlyList<MostUsed> List { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Surface", "most-used.txt")).Where(static line => !line.StartsWith('#')).Select(Parse)];

    private static MostUsed Parse(string line)
    {
        var end = line.IndexOf(": ", StringComparison.Ordinal);
        return new MostUsed(line[..end], line[(end + 2)..].Split(", "));
    }
}
