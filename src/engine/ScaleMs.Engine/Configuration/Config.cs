using System.Diagnostics.CodeAnalysis;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>
/// An immutable view of configuration: what one text says, over its fallbacks. The merged tree is built at the first look-up
/// and kept, so that a chain of <see cref="WithFallback"/> calls costs nothing until it is read.
/// </summary>
public partial class Config
{
    public static readonly Config Empty = new();

    private readonly HoconRoot _own;
    private HoconValue? _merged;

    public Config() : this(new HoconRoot(HoconValue.OfObject(new HoconObject()))) { }

    public Config(HoconRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _own = root;
        Substitutions = root.Substitutions;
    }

    public Config(Config source, Config? fallback)
    {
        ArgumentNullException.ThrowIfNull(source);
        _own = source._own;
        Substitutions = source.Substitutions;
        Fallback = fallback;
    }

    /// <summary>What is asked when this configuration's own text lacks a key.</summary>
    public Config? Fallback { get; }

    public IEnumerable<HoconSubstitution> Substitutions { get; set; }

    public virtual bool IsEmpty => Root.IsEmpty;

    /// <summary>The root of the whole tree, fallbacks included.</summary>
    public virtual HoconValue Root => _merged ??= Fallback is null ? _own.Value : HoconMerge.Roots(Chain());

    public virtual bool HasPath(string path) => GetValue(path) is not null;

    public HoconValue? GetValue(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return HoconPath.Find(Root, path);
    }

    /// <summary>The section at a path with its fallbacks, or null when no such key exists (see <see cref="ConfigExtensions.IsNullOrEmpty"/>).</summary>
    public virtual Config GetConfig(string path) => GetValue(path)?.ToConfig()!;

    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() =>
        Root.GetObject()?.Items ?? Enumerable.Empty<KeyValuePair<string, HoconValue>>();

    public virtual Config WithFallback(Config? fallback)
    {
        if (ReferenceEquals(fallback, this))
        {
            throw new ArgumentException("A configuration cannot be its own fallback.", nameof(fallback));
        }

        return fallback is null || IsOwnEmpty(fallback) || IsInChain(fallback) ? this : IsOwnEmpty(this) ? fallback : Copy(fallback);
    }

    public override string ToString() => ToString(true);

    /// <summary>The configuration as HOCON that parses to the same configuration.</summary>
    public string ToString(bool includeFallback) => HoconPrinter.Print(includeFallback ? Root : _own.Value);

    [return: NotNullIfNotNull(nameof(str))]
    public static implicit operator Config?(string? str) => str is null ? null : ConfigurationFactory.ParseString(str);

    public static Config operator +(Config config, string fallback)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.WithFallback(ConfigurationFactory.ParseString(fallback));
    }

    public static Config operator +(string configHocon, Config fallbackConfig) =>
        ConfigurationFactory.ParseString(configHocon).WithFallback(fallbackConfig);

    /// <summary>This configuration with <paramref name="fallback"/> at the far end of its chain.</summary>
    protected Config Copy(Config? fallback = null) =>
        new(this, fallback is null ? Fallback : Fallback is null || ReferenceEquals(Fallback, fallback) ? fallback : Fallback.WithFallback(fallback));

    private static bool IsOwnEmpty(Config config) => config.Fallback is null && config._own.Value.IsEmpty;

    // Defaults are joined by many who do not know of each other; once is enough.
    private bool IsInChain(Config fallback)
    {
        for (var config = Fallback; config is not null; config = config.Fallback)
        {
            if (ReferenceEquals(config._own, fallback._own) && ReferenceEquals(config.Fallback, fallback.Fallback))
            {
                return true;
            }
        }

        return false;
    }

    private List<HoconRoot> Chain()
    {
        var chain = new List<HoconRoot>();
        for (var config = this; config is not null; config = config.Fallback)
        {
            chain.Add(config._own);
        }

        return chain;
    }
}
