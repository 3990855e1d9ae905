namespace ScaleMs.Actors.Connection.Configuration.Syntax;

/// <summary>What a text of valid HOCON is made of, as far as it decides whether Akka.NET reads it as it is meant.</summary>
internal sealed class HoconOutline
{
    private readonly List<(int Index, string Problem)> _unreadable = [];
    private readonly List<Substitution> _substitutions = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary><c>${Target}</c> in the value of a field.</summary>
    /// <param name="Index">Where it stands.</param>
    /// <param name="Field">Path of the field.</param>
    /// <param name="Target">Path that it stands for.</param>
    public readonly record struct Substitution(int Index, string Field, string Target);

    /// <summary>What Akka.NET does not read, or reads as something else, with the index of each.</summary>
    public IReadOnlyList<(int Index, string Problem)> Unread => _unreadable;

    public IReadOnlyList<Substitution> Substitutions => _substitutions;

    /// <summary>A path as one text that another one starts with when it lies within it.</summary>
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
