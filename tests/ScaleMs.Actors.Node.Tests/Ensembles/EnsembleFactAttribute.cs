using ScaleMs.Actors.Node.Tests.Clusters;

namespace ScaleMs.Actors.Node.Tests.Ensembles;

/// <summary>A test that needs <see cref="SlurmCluster"/>, Open MPI and a program of molecular dynamics.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EnsembleFactAttribute : FactAttribute
{
    /// <summary>A test of one of the ensembles.</summary>
    /// <param name="program">Name of the program.</param>
    public EnsembleFactAttribute(string program)
    {
        if (!SlurmCluster.IsPossible)
        {
            Skip = "slurmctld, slurmd, the clients of Slurm, munged and python3 are not all installed";
        }
        else if (!File.Exists($"/usr/bin/{program}") || !File.Exists("/usr/bin/mpirun"))
        {
            Skip = $"{program} and mpirun are not both installed";
        }
    }
}
