using System.Globalization;

namespace ScaleMs.Actors.Contracts;

/// <summary>
/// An operation of an <see cref="ICommunicator"/> needs a rank that has ended, and no message that the rank sent before is left for it.
/// </summary>
/// <param name="rank">The rank that has ended, as the task counts its ranks: in a communicator of a split this differs from its rank there.</param>
public sealed class RankEndedException(int rank) : ScaleMsException(string.Create(CultureInfo.InvariantCulture, $"rank {rank} of the task has ended"))
{
    /// <summary>The rank that has ended, as the task counts its ranks.</summary>
    public int Rank { get; } = rank;
}
