using ScaleMs.Actors.Master.Journal;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Recovery;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Tests.Ledger;

/// <summary>A ledger with a journal, from which it recovers.</summary>
internal sealed class JournaledLedger : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("scalems-ledger-").FullName;
    private readonly LedgerLimits _limits;
    private LedgerJournal _journal;

    public JournaledLedger(LedgerLimits limits)
    {
        _limits = limits;
        (Ledger, _journal) = Open(1_000_000);
    }

    public LedgerState Ledger { get; private set; }

    /// <summary>Commits the changes of the last step.</summary>
    public void Write() => _journal.Write(Ledger.Effects.Journal, Ledger.Effects.Now);

    /// <summary>The master dies, uncommitted changes are lost, and another master starts.</summary>
    public void Restart()
    {
        _journal.Close();
        (Ledger, _journal) = Open(Ledger.Effects.Now);
    }

    public void Dispose()
    {
        _journal.Close();
        Directory.Delete(_directory, recursive: true);
    }

    private (LedgerState Ledger, LedgerJournal Journal) Open(long now)
    {
        var opened = LedgerState.Open(new JournalSettings(Path.Combine(_directory, "test.journal"), SyncEveryCommit: false), _limits, now);
        opened.Journal.Start(static _ => { }, static error => throw error);
        return opened;
    }
}
