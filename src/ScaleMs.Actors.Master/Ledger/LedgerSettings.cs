using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>Settings of the ledger.</summary>
internal sealed record LedgerSettings(string MasterUid, LedgerLimits Limits)
{
    /// <summary>File of the journal; null = none.</summary>
    public Journal.JournalSettings? Journal { get; init; }

    /// <summary>Share of the tasks, and of the journal's commits, that are traced, 0 to 1.</summary>
    public double TracedShare { get; init; } = 1;

    /// <summary>How large rows are transferred.</summary>
    public TransferOptions Transfer { get; init; } = TransferOptions.Default;

    /// <summary>Time after which an unacknowledged result is sent again.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Silence after which a remote client is considered disconnected.</summary>
    public TimeSpan ClientPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time that a stop waits for the acknowledgements of the last results.</summary>
    public TimeSpan AckPatience { get; init; } = TimeSpan.FromSeconds(10);
}
