namespace Akka.Routing;

/// <summary>The hash key of a message, or null where it does not know the message.</summary>
public delegate object? ConsistentHashMapping(object msg);
