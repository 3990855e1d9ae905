using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Configuration;

/// <summary>A key under <c>scalems</c> is unknown or its value cannot be used; the message has its path.</summary>
public sealed class InvalidConfigurationException(string message, Exception? inner = null) : ScaleMsException(message, inner);
