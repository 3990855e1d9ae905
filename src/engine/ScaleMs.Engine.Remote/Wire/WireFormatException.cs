namespace Akka.Remote.Wire;

/// <summary>The peer sent bytes that are not this protocol; the connection they came on is closed.</summary>
internal sealed class WireFormatException(string message) : Exception(message);
