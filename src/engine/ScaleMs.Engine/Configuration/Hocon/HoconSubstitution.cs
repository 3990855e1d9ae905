namespace Akka.Configuration.Hocon;

/// <summary><c>${path}</c> or <c>${?path}</c>.</summary>
public class HoconSubstitution : IHoconElement, IMightBeAHoconObject
{
    protected HoconSubstitution() : this("") { }

    public HoconSubstitution(string path) => Path = path;

    public string Path { get; set; }

    public HoconValue? ResolvedValue { get; set; }

    internal bool IsOptional { get; init; }

    /// <summary>Where it stands, for messages.</summary>
    internal string Position { get; init; } = "";

    public bool IsString() => Target?.IsString() ?? false;

    public string? GetString() => Target?.GetString();

    public bool IsArray() => Target?.IsArray() ?? false;

    public IList<HoconValue> GetArray() => Target?.GetArray() ?? [];

    public bool IsObject() => Target?.IsObject() ?? false;

    public HoconObject? GetObject() => Target?.GetObject();

    public override string ToString() => $"${{{(IsOptional ? "?" : "")}{Path}}}";

    /// <summary>Stands for what the key itself was assigned before (<c>+=</c>).</summary>
    internal bool IsSelf { get; init; }

    /// <summary>Where the text that contains it was included; paths in it count from there first.</summary>
    internal string IncludedAt { get; set; } = "";

    internal HoconSubstitution Copy() => new(Path) { IsOptional = IsOptional, IsSelf = IsSelf, Position = Position, IncludedAt = IncludedAt };

    internal IEnumerable<string> Candidates() => IncludedAt.Length == 0 ? [Path] : [$"{IncludedAt}.{Path}", Path];

    private HoconValue? Target =>
        ResolvedValue ?? (IsOptional ? null : throw new ConfigurationException($"nothing to put in for {this}{Position}: no such key in this configuration or its fallbacks"));
}
