using System.Diagnostics;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Journal;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Table;
using static ScaleMs.Benchmarks.Nodes.Checkout;

namespace ScaleMs.Benchmarks.Tasks;

/// <summary>How long a master takes to come back with very many unfinished tasks, and what each costs in memory and in the journal.</summary>
internal static class RecoveryBenchmark
{
    private static readonly LedgerLimits Limits = new(MaxAttempts: 3, RetainedTasks: 1_000_000, RetainedBytes: 1L << 30, MaxPayload: 1 << 20);

    public static void Run(string[] args)
    {
        var count = Number(args, "--count", 1_000_000);
        var directory = Directory.CreateTempSubdirectory("scalems-recovery-").FullName;
        try
        {
            var options = new JournalSettings(Path.Combine(directory, "bench.journal"));
            Fill(options, count);
            Report("journal, bytes per task", $"{new FileInfo(options.Path).Length / (double)count:0}");

            var before = GC.GetTotalMemory(forceFullCollection: true);
            var clock = Stopwatch.StartNew();
            var (ledger, journal) = LedgerState.Open(options, Limits, 1);
            Report($"recovery of {count} unfinished tasks", $"{clock.Elapsed.TotalSeconds:0.00} s");
            ledger.Effects.Enqueued.Clear();
            Report("memory of a task in the ledger, its description included", $"{(GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count:0} bytes");
            if (ledger.Tasks.Unfinished != count)
            {
                throw new InvalidOperationException($"{ledger.Tasks.Unfinished} of {count} tasks came back");
            }

            journal.Close();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Fill(JournalSettings options, int count)
    {
        var (ledger, journal) = LedgerState.Open(options, Limits, 1);
        journal.Start(static _ => { }, static error => throw error);
        var (session, submission) = (ledger.Sessions.Of(Guid.CreateVersion7(), ActorRefs.Nobody), Guid.CreateVersion7());
        var clock = Stopwatch.StartNew();
        for (var first = 0; first < count; first += BatchLimits.Rows)
        {
            var rows = Enumerable.Range(first, Math.Min(BatchLimits.Rows, count - first))
                .Select(index => SubmissionRows.One(WorkItem.Create("System.Math", "Abs", index), new TaskKey(submission, index)));
            ledger.Acceptance.Accept(session, new SubmitBatch(session.Id, submission, [.. rows]));
            ledger.Effects.Enqueued.Clear();
            journal.Write(ledger.Effects.Journal, 1);
        }

        journal.Close();
        Report("accepted and written, one ledger by itself", $"{count / clock.Elapsed.TotalSeconds:0} tasks/s");
    }
}
