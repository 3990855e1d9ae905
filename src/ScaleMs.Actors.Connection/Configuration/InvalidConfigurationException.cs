using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>
/// A configuration cannot be used. The message has the path of a key under <c>scalems</c> that is unknown or whose value is wrong, or
/// the line and column of a mistake in the text.
/// </summary>
public sealed class InvalidConfigurationException(string message, Exception? inner = null) : ScaleMsException(message, inner);
