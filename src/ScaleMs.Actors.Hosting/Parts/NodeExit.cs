using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>How a node's process is to exit. The first call wins.</summary>
public sealed class NodeExit
{
    private (int Code, string? Reason)? _end;

    /// <summary>Exit code of the process; 0 unless set.</summary>
    public int Code => _end?.Code ?? 0;

    /// <summary>Reason, for people; null = none.</summary>
    public string? Reason => _end?.Reason;

    /// <summary>Exit code for an error, the same as for the executable's verbs.</summary>
    public static int CodeOf(Exception error) => error is InvalidConfigurationException ? 2 : 1;

    /// <summary>Sets code and reason.</summary>
    public void Set(int code, string? reason) => _end ??= (code, reason);
}
