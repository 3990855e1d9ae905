using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>How a node wants its process to end. The first word counts.</summary>
public sealed class NodeExit
{
    private (int Code, string? Reason)? _end;

    /// <summary>Exit code of the process; 0 unless set.</summary>
    public int Code => _end?.Code ?? 0;

    /// <summary>For people; null = nothing to say.</summary>
    public string? Reason => _end?.Reason;

    /// <summary>For a process that ends with an error, as the executable's verbs have it.</summary>
    public static int CodeOf(Exception error) => error is InvalidConfigurationException ? 2 : 1;

    /// <summary>Says how.</summary>
    public void Set(int code, string? reason) => _end ??= (code, reason);
}
