namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>One worker with two slots, whose interpreters are the ranks of one MPI world.</summary>
public sealed class MpiWorker : RankedCluster
{
    private protected override string[][] Arguments => [["--mpi"]];
}
