namespace ScaleMs.Actors.Master.Messages;

/// <summary>State contradicts itself, or was left in the middle of a change: the master cannot go on.</summary>
internal sealed class BrokenInvariantException(string message, Exception? cause = null) : Exception(message, cause);
