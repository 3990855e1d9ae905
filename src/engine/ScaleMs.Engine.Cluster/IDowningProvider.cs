using Akka.Actor;

namespace Akka.Cluster;

/// <summary>Decides who is downed when members stay unreachable. Made by reflection with (ActorSystem, Cluster).</summary>
public interface IDowningProvider
{
    /// <summary>How long to wait after a removal before what ran there is started elsewhere.</summary>
    TimeSpan DownRemovalMargin { get; }

    /// <summary>The actor that decides, started below the cluster daemon; null for none.</summary>
    Props? DowningActorProps { get; }
}
