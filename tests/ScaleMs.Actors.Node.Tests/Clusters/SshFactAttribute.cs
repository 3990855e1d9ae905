namespace ScaleMs.Actors.Node.Tests.Clusters;

/// <summary>A test that needs <see cref="SshHost"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshFactAttribute : FactAttribute
{
    public SshFactAttribute()
    {
        if (!SshHost.IsPossible)
        {
            Skip = "sshd, ssh, ssh-keygen and python3 are not all installed";
        }
    }
}
