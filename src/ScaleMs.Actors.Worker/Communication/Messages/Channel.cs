namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>Messages between two ranks match only within a channel.</summary>
/// <param name="Context">The communicator; no two that have a rank in common have the same.</param>
/// <param name="Tag">0 or more: chosen by the user. Less than 0: of a collective operation.</param>
internal readonly record struct Channel(long Context, int Tag);
