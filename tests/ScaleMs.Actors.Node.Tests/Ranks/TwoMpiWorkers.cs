namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>Two workers with two slots each, whose interpreters are MPI ranks.</summary>
public sealed class TwoMpiWorkers : RankedCluster
{
    private protected override string[][] Arguments => [["--mpi"], ["--mpi"]];
}
