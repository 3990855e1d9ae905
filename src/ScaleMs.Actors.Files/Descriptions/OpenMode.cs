namespace ScaleMs.Actors.Files.Descriptions;

/// <summary>A mode as Python's <c>open</c> has it, as far as the seed reads it.</summary>
internal readonly struct OpenMode
{
    private const string Letters = "rwbt";

    public OpenMode(string mode)
    {
        ArgumentNullException.ThrowIfNull(mode);
        var letters = mode.ToHashSet();
        if (letters.Count != mode.Length || !letters.IsSubsetOf(Letters) || letters.IsSupersetOf("bt"))
        {
            throw new ArgumentException(
                $"'{mode}' is not a mode; it has each of 'r' and 'w' at most once, and 'b' for a binary file or 't' for a text", nameof(mode));
        }

        IsBinary = letters.Contains('b');
        Access = (letters.Contains('r') ? Access.Read : Access.Write) | (letters.Contains('w') ? Access.Write : Access.NoAccess);
    }

    public bool IsBinary { get; }

    public Access Access { get; }
}
