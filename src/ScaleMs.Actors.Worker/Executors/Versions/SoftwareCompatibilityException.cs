using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Executors.Versions;

/// <summary>A module is missing, or too old. The seed's <c>SoftwareCompatibilityError</c>.</summary>
public sealed class SoftwareCompatibilityException(string message) : ScaleMsException(message);
