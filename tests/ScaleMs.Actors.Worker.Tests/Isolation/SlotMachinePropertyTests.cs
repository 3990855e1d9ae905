using FsCheck;
using FsCheck.Fluent;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

public sealed class SlotMachinePropertyTests
{
    private static readonly Gen<(int What, int Which)[]> Events = Gen.ArrayOf(
        from what in Gen.Frequency((12, Gen.Constant(0)), (12, Gen.Choose(1, 4)), (4, Gen.Choose(5, 9)), (2, Gen.Choose(10, 12)))
        from which in Gen.Choose(0, 30)
        select (what, which));

    private static readonly Gen<(int What, int Which)[]> EventsWithStop =
        from before in Events
        from stop in Gen.Choose(13, 14)
        from after in Events
        select before.Append((stop, 0)).Concat(after).ToArray();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_task_ends_once_whatever_happens_to_it_and_its_process(bool startsAtOnce) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(4_000).WithEndSize(200),
        Prop.ForAll(Events.ToArbitrary(), events =>
        {
            var bench = After(events, startsAtOnce);
            bench.Finish();
            Assert.All(bench.Tasks, static task => Assert.Equal(1, task.Results + task.EndsWithout));
            Assert.All(bench.Tasks, static task => Assert.True(task.Runs <= 1 + task.SecondRuns + task.PutBackBegun, $"{task.Row.Uid} ran too often"));
            bench.CheckNothingIsLeft();
        }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_stop_every_task_has_ended_once_or_waits_at_the_board(bool startsAtOnce) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(4_000).WithEndSize(100),
        Prop.ForAll(EventsWithStop.ToArbitrary(), events =>
        {
            var bench = After(events, startsAtOnce);
            bench.Finish();
            Assert.IsType<ScaleMs.Actors.Worker.Isolation.Machine.SlotStep.End>(bench.Step);
            Assert.All(bench.Tasks, static task => Assert.InRange(task.Results + task.EndsWithout, 0, 1));
            Assert.Null(bench.Process);
            bench.CheckNothingIsLeft();
        }));

    private static SlotBench After((int What, int Which)[] events, bool startsAtOnce)
    {
        var bench = new SlotBench(startsAtOnce: startsAtOnce);
        foreach (var (what, which) in events)
        {
            Do(bench, what, which);
        }

        return bench;
    }

    private static void Do(SlotBench bench, int what, int which)
    {
        switch (what)
        {
            case 0:
                bench.RunThread(fails: which == 0);
                break;
            case 1 when bench.Process is { IsReady: false, IsClosed: false }:
                bench.Ready();
                break;
            case 1 or 2 when bench.Process is { IsReady: true, Running: null, Waiting.Count: > 0 }:
                bench.Begin();
                break;
            case 1 or 2 or 3 when bench.Process is { Running: not null }:
                bench.End(which == 0 ? 50_000 : which);
                break;
            case 4 when bench.Process is { Revocations.Count: > 0 }:
                bench.Answer();
                break;
            case 5 when bench.Running is { } running:
                bench.Cancel(running);
                break;
            case 4 when which % 2 == 0 && bench.Process is { IsKilled: true } or { IsClosed: true }:
                bench.Die();
                break;
            case 6 when bench.Running is { } running:
                bench.Cancel(running);
                bench.Abandon(running);
                break;
            case 7 when bench.Tasks.Count > 0:
                bench.Withdraw(bench.Tasks[which % bench.Tasks.Count], waitingOnly: which % 2 == 0);
                break;
            case 8:
                bench.Now += TimeSpan.FromMilliseconds(which);
                break;
            case 9:
                for (var n = 0; n <= which; n++)
                {
                    bench.Add(taskSlots: which % 7 == 1 ? 2 : 1, attempt: which % 5 == 1 ? 2 : 1, isProgram: which % 3 == 2, environment: (which + n) % 4 == 3 ? SlotBench.Interpreter : (which + n) % 23 == 5 ? SlotBench.Impossible : null);
                }

                break;
            case 10 when bench.Process is not null:
                bench.Die();
                break;
            case 11 when bench.Process is { IsReady: true, Running: null }:
                bench.Leave();
                break;
            case 12:
                bench.Renew(which % 3 == 0 ? SlotBench.Interpreter : null);
                break;
            case 13:
                bench.Stop();
                break;
            case 14:
                bench.ShutDown();
                break;
        }
    }
}
