using ScaleMs.Actors.Master.Journal;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Journal;

public sealed class JournalMetricsTests : IDisposable
{
    private const string Uid = "journaling-master";

    private readonly JournalDirectory _directory = new();

    [Fact]
    public void A_commit_is_measured_with_its_entries_and_bytes_and_traced()
    {
        using var watch = new MeterWatch(Uid);
        using var traces = new TraceWatch(Uid);
        using (var store = _directory.Open())
        {
            store.Append(0, [1, 2, 3]);
            store.Append(0, [4]);
            store.Start(static _ => { }, static failure => throw failure, new JournalMetrics(Uid));
        }

        Assert.Equal([2], watch.Of("scalems.journal.commit.entries"));
        Assert.Equal([4], watch.Of("scalems.journal.io"));
        Assert.InRange(Assert.Single(watch.Of("scalems.journal.commit.duration")), 0, 60);
        Assert.Equal("s", watch.UnitOf("scalems.journal.commit.duration"));
        Assert.Equal(2, Assert.Single(traces.Of("scalems.journal.commit")).GetTagItem("scalems.journal.entries"));
    }

    [Fact]
    public void Of_many_commits_the_share_that_is_asked_for_is_traced()
    {
        using var traces = new TraceWatch(Uid);
        var metrics = new JournalMetrics(Uid, tracedShare: 0.25);
        for (var commit = 0; commit < 100; commit++)
        {
            metrics.Begin([])?.Dispose();
        }

        Assert.Equal(25, traces.Of("scalems.journal.commit").Length);
    }

    public void Dispose() => _directory.Dispose();
}
