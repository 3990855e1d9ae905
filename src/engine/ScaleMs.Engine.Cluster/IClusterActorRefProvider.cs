using Akka.Remote;

namespace Akka.Cluster;

/// <summary>Marks the provider of an actor system that can be a cluster member.</summary>
public interface IClusterActorRefProvider : IRemoteActorRefProvider;
