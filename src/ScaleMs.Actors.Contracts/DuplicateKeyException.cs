namespace ScaleMs.Actors.Contracts;

/// <summary>Something with the same identity is already there; the message names it (the seed's <c>DuplicateKeyError</c>).</summary>
public sealed class DuplicateKeyException(string message) : ScaleMsException(message);
