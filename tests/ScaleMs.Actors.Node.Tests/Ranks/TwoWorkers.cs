namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>Two workers with two slots each.</summary>
public sealed class TwoWorkers : RankedCluster
{
    private protected override string[][] Arguments => [[], []];
}
