using System.Collections.Immutable;
using ScaleMs.Actors.Worker.Mpi;

namespace ScaleMs.Actors.Worker.Ranks;

/// <summary>A rank whose interpreter is ready, and which waits for the other ranks of its task.</summary>
/// <param name="Link">The interpreter.</param>
/// <param name="Send">Sends it the rank, with the task's ranks as ranks of their world.</param>
/// <param name="TakeBack">Gives the rank back.</param>
internal sealed record RankSeat(RankLink Link, Action<ImmutableArray<int>> Send, Action TakeBack);
