using System.Diagnostics;
using System.Globalization;
using ScaleMs.Actors.Master.Journal;

namespace ScaleMs.Benchmarks.Journal;

/// <summary>
/// The journal by itself: entries of 20 KiB, about a batch of 512 small tasks, as many as are wanted at once and one at a time,
/// and what a restart reads.
/// </summary>
internal static class JournalBenchmark
{
    private const int EntryBytes = 20 << 10;
    private const int InFlight = 64;

    public static void Run(string[] args)
    {
        var at = Array.IndexOf(args, "--path");
        var directory = at >= 0 ? Directory.CreateDirectory(args[at + 1]) : Directory.CreateTempSubdirectory("scalems-journal-");
        var data = new byte[EntryBytes];
        new Random(1).NextBytes(data);
        foreach (var sync in new[] { true, false })
        {
            var path = Path.Combine(directory.FullName, $"{sync}.journal");
            using (var store = JournalStore.Open(new JournalSettings(path, sync)))
            {
                Measure(store, data, sync ? "synced" : "not synced");
            }

            Report($"file of which nearly all is trimmed", $"{new FileInfo(path).Length >> 20} MiB");
        }

        ReadBack(Path.Combine(directory.FullName, "read.journal"), data);
        directory.Delete(recursive: true);
    }

    private static void Measure(JournalStore store, byte[] data, string name)
    {
        var committed = 0L;
        var moved = new AutoResetEvent(false);
        store.Start(
            sequence =>
            {
                Volatile.Write(ref committed, sequence);
                moved.Set();
            },
            static failure => throw failure);

        AppendMany(5_000);
        var clock = Stopwatch.StartNew();
        const int Many = 20_000;
        AppendMany(Many);
        var rate = Many / clock.Elapsed.TotalSeconds;
        Report($"{name}: {InFlight} entries in flight", $"{rate:0} entries/s, {rate * EntryBytes / 1e6:0} MB/s");

        foreach (var size in new[] { EntryBytes, 200 })
        {
            var times = new List<double>();
            var one = data[..size];
            for (var n = 0; n < 2_000; n++)
            {
                var start = Stopwatch.GetTimestamp();
                WaitFor(store.Append(1, one));
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            times.Sort();
            Report($"{name}: one entry of {size} bytes at a time, until committed", $"p50 {times[1000]:0.00} ms, p99 {times[1980]:0.00} ms, longest {times[^1]:0.0} ms");
        }

        store.TrimBefore(store.LastSequence);
        var trimming = new List<double>();
        for (var n = 0; n < 200; n++)
        {
            var start = Stopwatch.GetTimestamp();
            WaitFor(store.Append(1, data));
            trimming.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        trimming.Sort();
        Report($"{name}: the same while what is trimmed is deleted", $"p50 {trimming[100]:0.00} ms, p99 {trimming[198]:0.00} ms");

        void AppendMany(int count)
        {
            for (var n = 0; n < count; n++)
            {
                var sequence = store.Append(1, data);
                if (sequence - Volatile.Read(ref committed) >= InFlight)
                {
                    WaitFor(sequence - InFlight + 1);
                }
            }

            WaitFor(store.LastSequence);
        }

        void WaitFor(long sequence)
        {
            while (Volatile.Read(ref committed) < sequence)
            {
                moved.WaitOne();
            }
        }
    }

    private static void ReadBack(string path, byte[] data)
    {
        const int Count = 2_000;
        using (var store = JournalStore.Open(new JournalSettings(path)))
        {
            for (var n = 0; n < Count; n++)
            {
                store.Append(1, data);
            }
        }

        var clock = Stopwatch.StartNew();
        using var again = JournalStore.Open(new JournalSettings(path));
        var opened = clock.Elapsed.TotalMilliseconds;
        var bytes = again.ReadAll().Sum(static entry => (long)entry.Data.Length);
        Report($"{Count} entries, {bytes >> 20} MiB", $"opened and checked in {opened:0} ms, read in {clock.Elapsed.TotalMilliseconds - opened:0} ms");
    }

    private static void Report(FormattableString what, FormattableString result) =>
        Console.WriteLine($"{what.ToString(CultureInfo.InvariantCulture),-70} {result.ToString(CultureInfo.InvariantCulture)}");
}
