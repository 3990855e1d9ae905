namespace ScaleMs.Actors.Contracts;

/// <summary>
/// A directory or a store cannot be used as it was found; the message has its path and a remedy (the seed's <c>ContextError</c>).
/// </summary>
public class ContextException(string message, Exception? inner = null) : ScaleMsException(message, inner);
