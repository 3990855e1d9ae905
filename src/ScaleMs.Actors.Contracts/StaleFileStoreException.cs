namespace ScaleMs.Actors.Contracts;

/// <summary>
/// A file store is closed, or its directory differs from what the store has recorded (the seed's <c>StaleFileStore</c>).
/// </summary>
public sealed class StaleFileStoreException(string message, Exception? inner = null) : ContextException(message, inner);
