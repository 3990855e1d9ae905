using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>
/// A configuration is invalid. The message has the path of a key under <c>scalems</c> that is unknown or has an invalid value, or
/// the line and column of a syntax error.
/// </summary>
public sealed class InvalidConfigurationException(string message, Exception? inner = null) : ScaleMsException(message, inner);
