using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Node.Exits;

/// <summary>The command line cannot be used; the message says what would be right.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : ScaleMsException(message, inner);
