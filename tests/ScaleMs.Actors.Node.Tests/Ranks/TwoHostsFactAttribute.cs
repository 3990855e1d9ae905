namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>A test that needs <see cref="TwoHosts"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TwoHostsFactAttribute : FactAttribute
{
    public TwoHostsFactAttribute()
    {
        if (!TwoHosts.ArePossible)
        {
            Skip = "this user may not make network namespaces, or unshare and ip are not installed";
        }
    }
}
