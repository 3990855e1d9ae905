namespace ScaleMs.Actors.Files.Descriptions;

/// <summary>A mode as Python's <c>open</c> has it, as far as the seed reads it.</summary>
internal readonly struct OpenMode
{
    private const string Letters = "rwbt";

    public OpenMode(string mode)
    {
        ArgumentNullException.ThrowIfNull(mode);
        if (mode.Except(Letters).Any() || mode.Distinct().Count() != mode.Length || (mode.Contains('b', StringComparison.Ordinal) && mode.Contains('t', StringComparison.Ordinal)))
        {
            throw new ArgumentException($"'{mode}' is not a mode; it has each of 'r' and 'w' at most once, and 'b' for a binary file or 't' for a text", nameof(mode));
        }

        var reads = mode.Contains('r', StringComparison.Ordinal);
        IsBinary = mode.Contains('b', StringComparison.Ordinal);
        Access = (reads ? Access.Read : Access.Write) | (mode.Contains('w', StringComparison.Ordinal) ? Access.Write : Access.NoAccess);
    }

    public bool IsBinary { get; }

    public Access Access { get; }
}
