using Akka.Actor;

namespace Akka.Cluster.SBR;

/// <summary>Downs one side of a partition by the configured strategy.</summary>
public class SplitBrainResolverProvider : IDowningProvider
{
    private readonly Cluster _cluster;
    private readonly SplitBrainResolverSettings _settings;

    public SplitBrainResolverProvider(ActorSystem system, Cluster cluster)
    {
        _cluster = cluster;
        _settings = new SplitBrainResolverSettings(system.Settings.Config);
        Strategy = _settings.CreateStrategy();
    }

    // The margin is for those who start elsewhere what ran on the downed side: it must have had the time to see its own fate.
    public TimeSpan DownRemovalMargin =>
        _cluster.Settings.DownRemovalMargin > TimeSpan.Zero ? _cluster.Settings.DownRemovalMargin : _settings.DowningStableAfter;

    public Props? DowningActorProps => Props.Create(() => new SplitBrainResolverActor(_cluster, _settings, Strategy));

    internal DowningStrategy Strategy { get; }
}
