namespace Akka.Routing;

/// <summary>A message that names its own hash key.</summary>
public interface IConsistentHashable
{
    object ConsistentHashKey { get; }
}
