using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Node.Exits;

/// <summary>A node cannot start or continue; the message says why.</summary>
internal sealed class NodeException(string message, Exception? inner = null) : ScaleMsException(message, inner);
