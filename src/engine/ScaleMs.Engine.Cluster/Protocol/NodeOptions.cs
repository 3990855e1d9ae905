using System.Collections.Immutable;
using Akka.Util;

namespace Akka.Cluster.Protocol;

/// <summary>What the protocol needs of the settings.</summary>
internal sealed record NodeOptions
{
    public ImmutableHashSet<string> Roles { get; init; } = [];

    public AppVersion AppVersion { get; init; } = AppVersion.Zero;

    /// <summary>The leader moves nobody to Up before there are so many members.</summary>
    public int MinNrOfMembers { get; init; } = 1;

    public ImmutableDictionary<string, int> MinNrOfMembersOfRole { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>How long without convergence until newcomers become WeaklyUp; null: never.</summary>
    public TimeSpan? WeaklyUpAfter { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>How long to try one node before starting over; null: for ever.</summary>
    public TimeSpan? RetryUnsuccessfulJoinAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the first seed waits for the others before it makes a cluster of its own.</summary>
    public TimeSpan SeedNodeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to look for a seed node before giving up; null: for ever.</summary>
    public TimeSpan? ShutdownAfterUnsuccessfulJoinSeedNodes { get; init; }

    public double GossipDifferentViewProbability { get; init; } = 0.8;

    /// <summary>From this many members on, the probability above shrinks.</summary>
    public int ReduceGossipDifferentViewProbability { get; init; } = 400;
}
