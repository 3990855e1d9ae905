namespace Akka.Cluster.SBR;

public sealed class KeepOldestSettings
{
    public KeepOldestSettings(bool downIfAlone, string? role)
    {
        DownIfAlone = downIfAlone;
        Role = role;
    }

    public bool DownIfAlone { get; }

    public string? Role { get; }
}
