using Akka.Actor;

namespace Akka.Cluster;

/// <summary>Nobody is downed but by hand.</summary>
public sealed class NoDowning : IDowningProvider
{
    private readonly Cluster _cluster;

    public NoDowning(ActorSystem system, Cluster cluster) => _cluster = cluster;

    public TimeSpan DownRemovalMargin => _cluster.Settings.DownRemovalMargin;

    public Props? DowningActorProps => null;
}
