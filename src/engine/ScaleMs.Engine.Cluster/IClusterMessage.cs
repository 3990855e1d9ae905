namespace Akka.Cluster;

/// <summary>Marks what nodes of the cluster say to each other, so that it goes through the cluster's own serializer.</summary>
public interface IClusterMessage;
