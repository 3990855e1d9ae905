using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Pool;

public sealed class WorkerMetricsTests : IDisposable
{
    private const string Uid = "master-of-many";
    private const int More = 50;

    private readonly MeterWatch _watch = new(Uid);
    private readonly WorkerMetrics _metrics = new(Uid);

    [Fact]
    public void Workers_beyond_the_limit_are_summed_under_one_name()
    {
        var workers = Workers(0, WorkerMetrics.MostNamed + More);
        _metrics.Update(workers);

        Assert.Equal(WorkerMetrics.MostNamed + 1, _watch.Ask("scalems.worker.slots").Length);
        Assert.Equal(2 * workers.Count, _watch.Of("scalems.worker.slots").Sum());
        Assert.Equal([2 * More], _watch.Of("scalems.worker.slots", $"scalems.worker={WorkerMetrics.Others}"));
        Assert.Equal([More], _watch.Of("scalems.worker.reachable", $"scalems.worker={WorkerMetrics.Others}"));
    }

    [Fact]
    public void A_worker_keeps_its_name_and_one_that_leaves_makes_room_for_another()
    {
        _metrics.Update(Workers(0, WorkerMetrics.MostNamed + More));
        _metrics.Update(Workers(More, WorkerMetrics.MostNamed + More));

        Assert.Equal([2], _watch.Ask("scalems.worker.slots", $"scalems.worker=w{WorkerMetrics.MostNamed - 1:000}"));
        Assert.Equal([2], _watch.Of("scalems.worker.slots", $"scalems.worker=w{WorkerMetrics.MostNamed + 1:000}"));
        Assert.Empty(_watch.Of("scalems.worker.slots", "scalems.worker=w000"));
    }

    [Fact]
    public void Workers_of_a_master_that_has_ended_are_not_measured()
    {
        _metrics.Update(Workers(0, 3));
        _metrics.Close();

        Assert.Empty(_watch.Ask("scalems.worker.slots"));
    }

    public void Dispose()
    {
        _metrics.Close();
        _watch.Dispose();
    }

    private static List<PoolNode> Workers(int first, int end) =>
        [.. Enumerable.Range(first, end - first).Select(static n => new PoolNode(Guid.CreateVersion7(), $"w{n:000}", 2, new FakeRef($"w{n}")))];
}
