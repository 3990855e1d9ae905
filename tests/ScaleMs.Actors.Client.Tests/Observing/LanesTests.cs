using ScaleMs.Actors.Client.Observing;

namespace ScaleMs.Actors.Client.Tests.Observing;

public sealed class LanesTests
{
    [Fact]
    public void Runs_at_the_same_time_never_cover_each_other()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var runs = Enumerable.Range(0, 100)
                .Select(_ => (Start: random.NextInt64(1_000), Slots: random.Next(1, 4), Duration: random.NextInt64(1, 200)))
                .Select(static run => (run.Start, End: run.Start + run.Duration, run.Slots)).OrderBy(static run => run.End).ToList();
            var lanes = new Lanes();
            var placed = runs.Select((run, number) => (Run: run, Lane: lanes.OfEnded($"{number}", run.Slots, run.Start, run.End))).ToList();
            foreach (var (first, second) in placed.SelectMany((first, i) => placed.Skip(i + 1).Select(second => (first, second))))
            {
                var atTheSameTime = first.Run.Start < second.Run.End && second.Run.Start < first.Run.End;
                var inTheSameLane = first.Lane < second.Lane + second.Run.Slots && second.Lane < first.Lane + first.Run.Slots;
                Assert.False(atTheSameTime && inTheSameLane, $"seed {seed}: {first} and {second}");
            }
        }
    }

    [Fact]
    public void Runs_one_after_the_other_share_a_lane()
    {
        var lanes = new Lanes();
        Assert.All(Enumerable.Range(0, 50), number => Assert.Equal(0, lanes.OfEnded($"{number}", 1, number * 10, (number * 10) + 10)));
    }

    [Fact]
    public void A_run_stays_in_its_lane_until_it_has_ended()
    {
        var lanes = new Lanes();
        var (first, second) = (lanes.OfRunning("a", 1, 0), lanes.OfRunning("b", 1, 0));

        Assert.NotEqual(first, second);
        Assert.Equal(first, lanes.OfRunning("a", 1, 0));
        Assert.Equal(first, lanes.OfEnded("a", 1, 0, 10));
        Assert.Equal(first, lanes.OfRunning("c", 1, 10));
    }

    [Fact]
    public void A_lane_is_free_when_its_run_is_gone_without_an_end()
    {
        var lanes = new Lanes();
        var first = lanes.OfRunning("a", 1, 0);
        lanes.Keep(new HashSet<string>(), now: 5);

        Assert.Equal(first, lanes.OfRunning("b", 1, 6));
    }
}
