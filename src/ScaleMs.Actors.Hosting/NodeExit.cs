namespace ScaleMs.Actors.Hosting;

/// <summary>How a node wants its process to end. The first word counts.</summary>
internal sealed class NodeExit
{
    private (int Code, string? Reason)? _end;

    /// <summary>For the process; 0 unless somebody said otherwise.</summary>
    public int Code => _end?.Code ?? 0;

    /// <summary>For people; null = nothing to say.</summary>
    public string? Reason => _end?.Reason;

    /// <summary>Says how.</summary>
    public void Set(int code, string? reason) => _end ??= (code, reason);
}
