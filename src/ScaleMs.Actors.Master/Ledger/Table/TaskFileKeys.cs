namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>The files of a task, by their keys. Few tasks have any.</summary>
internal sealed class TaskFileKeys
{
    /// <summary>Files in its description, also in values that have replaced references.</summary>
    public string[] Inputs { get; set; } = [];

    /// <summary>Files in its outcome.</summary>
    public string[] Outputs { get; set; } = [];

    /// <summary>Files in earlier outcomes of a task that has run again.</summary>
    public HashSet<string> Earlier { get; } = new(StringComparer.Ordinal);

    /// <summary>When it had last run again, in microseconds since 1970-01-01 UTC; 0 = it has not.</summary>
    public long RemadeAt { get; set; }

    /// <summary>What the keeper of files has been told of them.</summary>
    public FileStanding Standing { get; set; }

    /// <summary>All its files, each once.</summary>
    public IEnumerable<string> All => Inputs.Union(Outputs, StringComparer.Ordinal);
}
