namespace Akka.Cluster.Tests.Simulation;

/// <summary>What the simulated network does to a message that it carries.</summary>
internal sealed record NetworkFaults
{
    public static readonly NetworkFaults None = new();

    public double Loss { get; init; }

    public double Duplication { get; init; }

    /// <summary>Each message takes a random time up to this, so later ones may overtake earlier ones.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMilliseconds(2);

    public static NetworkFaults Bad => new() { Loss = 0.25, Duplication = 0.15, LongestDelay = TimeSpan.FromMilliseconds(400) };
}
