namespace Akka.Cluster.SBR;

public sealed class StaticQuorumSettings
{
    public StaticQuorumSettings(int size, string? role)
    {
        Size = size;
        Role = role;
    }

    public int Size { get; }

    public string? Role { get; }
}
