using System.Collections.Immutable;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>A rank whose process is ready, and which waits for the other ranks of its task.</summary>
/// <param name="World">What the processes must have in common.</param>
/// <param name="Rank">The process's number there.</param>
/// <param name="Send">Sends it the rank, with the numbers of all ranks' processes.</param>
/// <param name="TakeBack">Gives the rank back.</param>
internal sealed record RankSeat(object World, int Rank, Action<ImmutableArray<int>> Send, Action TakeBack);
