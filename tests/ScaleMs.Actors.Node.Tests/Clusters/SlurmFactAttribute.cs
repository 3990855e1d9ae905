namespace ScaleMs.Actors.Node.Tests.Clusters;

/// <summary>A test that needs <see cref="SlurmCluster"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlurmFactAttribute : FactAttribute
{
    public SlurmFactAttribute()
    {
        if (!SlurmCluster.IsPossible)
        {
            Skip = "slurmctld, slurmd, the clients of Slurm, munged and python3 are not all installed";
        }
    }
}
