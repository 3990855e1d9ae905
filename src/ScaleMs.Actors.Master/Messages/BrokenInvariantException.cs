using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Master.Messages;

/// <summary>What the master knows contradicts itself; it must not go on.</summary>
internal sealed class BrokenInvariantException(string message) : ScaleMsException(message);
