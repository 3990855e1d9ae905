using ScaleMs.Actors.Master.Ledger.Observing;

namespace ScaleMs.Actors.Master.Tests.Ledger.Observing;

public sealed class EventSampleTests
{
    private const long Second = 1_000_000;

    private readonly EventSample _sample = new();

    [Fact]
    public void Few_runs_are_all_taken()
    {
        Assert.All(Enumerable.Range(0, 10), second => Assert.All(Enumerable.Range(0, 400), _ => Assert.True(_sample.TakesRun(second * Second, duration: 10))));
        Assert.Equal(0, _sample.RunsLeftOut);
    }

    [Fact]
    public void Of_very_many_runs_a_part_is_taken_from_all_of_the_second()
    {
        const int Many = 50_000;
        var taken = new List<int>();
        for (var second = 0; second < 3; second++)
        {
            taken.Clear();
            for (var i = 0; i < Many; i++)
            {
                if (_sample.TakesRun((second * Second) + (i * Second / Many), duration: 10))
                {
                    taken.Add(i);
                }
            }
        }

        Assert.InRange(taken.Count, 400, 1_000);
        Assert.True(taken[^1] > Many * 0.9, $"the last is {taken[^1]}");
        Assert.True(_sample.RunsLeftOut > 2 * Many);
    }

    [Fact]
    public void Long_runs_are_taken_among_many_short_ones()
    {
        for (var i = 0; i < 50_000; i++)
        {
            _sample.TakesRun(0, duration: 10);
        }

        Assert.False(_sample.TakesRun(Second, duration: 10));
        Assert.True(_sample.TakesRun(Second, duration: 5 * Second));
    }

    [Fact]
    public void The_first_failure_of_a_kind_is_taken_however_many_there_are_of_another()
    {
        var taken = Enumerable.Range(0, 10_000).Count(_ => _sample.TakesFailure(0, "timeout"));

        Assert.InRange(taken, 1, 100);
        Assert.True(_sample.TakesFailure(0, "ValueError"));
    }
}
