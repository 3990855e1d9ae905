namespace ScaleMs.Actors.Connection.Configuration.Syntax;

/// <summary>The elements of a valid HOCON text that determine whether Akka.NET reads it as intended.</summary>
internal sealed class HoconOutline
{
    private readonly List<(int Index, string Problem)> _unreadable = [];
    private readonly List<Substitution> _substitutions = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary><c>${Target}</c> in the value of a field.</summary>
    /// <param name="Index">Its position.</param>
    /// <param name="Field">Path of the field.</param>
    /// <param name="Target">Path that it refers to.</param>
    public readonly record struct Substitution(int Index, string Field, string Target);

    /// <summary>Elements that Akka.NET does not read or misreads, with their positions.</summary>
    public IReadOnlyList<(int Index, string Problem)> Unread => _unreadable;

    public IReadOnlyList<Substitution> Substitutions => _substitutions;

    /// <summary>A path as text: the text of any path within it starts with this one.</summary>
    public static string PathOf(IEnumerable<string> keys) => string.Concat(keys.Select(static key => $"{key}\0"));

    /// <summary>Whether a field, or an object around one, has this path.</summary>
    public bool Has(string path) => _paths.Contains(path);

    public void Unreadable(int index, string problem) => _unreadable.Add((index, problem));

    public void Add(Substitution substitution) => _substitutions.Add(substitution);

    public void AddField(IReadOnlyList<string> keys)
    {
        for (var i = 1; i <= keys.Count; i++)
        {
            _paths.Add(PathOf(keys.Take(i)));
        }
    }
}
