namespace ScaleMs.Actors.Contracts;

/// <summary>
/// A file cannot be had where it is needed: its key is unknown there, it does not exist, or it cannot be read as described
/// (the seed's <c>DataLocalizationError</c>, a <c>ScopeError</c>).
/// </summary>
public sealed class DataLocalizationException(string message, Exception? inner = null) : ScaleMsException(message, inner);
