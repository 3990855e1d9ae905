namespace ScaleMs.Actors.Contracts;

/// <summary>Base of every error that this product raises (the seed's <c>ScaleMSError</c>).</summary>
public abstract class ScaleMsException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A message or document does not match the interface's definition (the seed's <c>ProtocolError</c>).</summary>
public sealed class ProtocolException(string message, Exception? inner = null) : ScaleMsException(message, inner);
