using System.Collections.Immutable;
using Akka.Configuration;

namespace Akka.Cluster.SBR;

/// <summary>What <c>akka.cluster.split-brain-resolver</c> says.</summary>
public sealed class SplitBrainResolverSettings
{
    public const string KeepMajorityName = "keep-majority";
    public const string LeaseMajorityName = "lease-majority";
    public const string StaticQuorumName = "static-quorum";
    public const string KeepOldestName = "keep-oldest";
    public const string DownAllName = "down-all";

    public static readonly ImmutableHashSet<string> AllStrategyNames =
        [KeepMajorityName, LeaseMajorityName, StaticQuorumName, KeepOldestName, DownAllName];

    private const string Section = "akka.cluster.split-brain-resolver";

    private readonly Config _config;

    public SplitBrainResolverSettings(Config config)
    {
        _config = config.GetConfig(Section) ?? throw new ConfigurationException($"There is no {Section} in the configuration.");
        DowningStrategy = _config.GetString("active-strategy", KeepMajorityName);
        if (!AllStrategyNames.Contains(DowningStrategy))
        {
            throw new ConfigurationException(
                $"Unknown downing strategy {Section}.active-strategy=[{DowningStrategy}]. Select one of [{string.Join(", ", AllStrategyNames.Order(StringComparer.Ordinal))}].");
        }

        DowningStableAfter = _config.GetTimeSpan("stable-after", TimeSpan.FromSeconds(20), false);
        if (DowningStableAfter <= TimeSpan.Zero)
        {
            throw new ConfigurationException($"{Section}.stable-after is {DowningStableAfter}; it must be above zero.");
        }

        DownAllWhenUnstable = ReadDownAllWhenUnstable();
    }

    public TimeSpan DowningStableAfter { get; }

    public string DowningStrategy { get; }

    /// <summary>How long changes may go on before everybody is downed; zero: for ever.</summary>
    public TimeSpan DownAllWhenUnstable { get; }

    public string? KeepMajorityRole => Role(KeepMajorityName);

    public StaticQuorumSettings StaticQuorumSettings => new(QuorumSize(), Role(StaticQuorumName));

    public KeepOldestSettings KeepOldestSettings => new(_config.GetBoolean("keep-oldest.down-if-alone", true), Role(KeepOldestName));

    internal DowningStrategy CreateStrategy() => DowningStrategy switch
    {
        StaticQuorumName => new StaticQuorum(StaticQuorumSettings.Size, StaticQuorumSettings.Role ?? ""),
        KeepMajorityName => new KeepMajority(KeepMajorityRole ?? ""),
        KeepOldestName => new KeepOldest(KeepOldestSettings.DownIfAlone, KeepOldestSettings.Role ?? ""),
        DownAllName => new DownAllNodes(),
        _ => throw new ConfigurationException(
            $"The strategy {Section}.active-strategy=[{DowningStrategy}] needs a lease, and this engine has none. Right would be [{StaticQuorumName}] or [{KeepMajorityName}]."),
    };

    private int QuorumSize()
    {
        var text = _config.GetString("static-quorum.quorum-size", "undefined");
        var size = text == "undefined" ? 0 : _config.GetInt("static-quorum.quorum-size");
        return size > 0
            ? size
            : throw new ConfigurationException($"{Section}.static-quorum.quorum-size is [{text}]; it must be a number above zero.");
    }

    private TimeSpan ReadDownAllWhenUnstable()
    {
        switch (_config.GetString("down-all-when-unstable", "on").ToLowerInvariant())
        {
            case "off" or "false" or "no":
                return TimeSpan.Zero;
            case "on" or "true" or "yes":
                var extra = DowningStableAfter * 0.75;
                var least = TimeSpan.FromSeconds(4);
                return DowningStableAfter + (extra > least ? extra : least);
            default:
                return _config.GetTimeSpan("down-all-when-unstable", null, false);
        }
    }

    private string? Role(string strategy) => _config.GetString($"{strategy}.role") is { Length: > 0 } role ? role : null;
}
