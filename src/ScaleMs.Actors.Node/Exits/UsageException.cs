using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Node.Exits;

/// <summary>The command line is invalid; the message says what is expected.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : ScaleMsException(message, inner);
