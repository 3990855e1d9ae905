using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Mpi;
using ScaleMs.Actors.Worker.Slots;
using ScaleMs.Actors.Worker.Tests.Executors;

namespace ScaleMs.Actors.Worker.Tests.Slots;

public sealed class RankedTaskTests
{
    [Fact]
    public void Results_of_ranks_come_in_rank_order()
    {
        using var bench = new RankBench(3);

        var (state, outcome) = bench.Run(bench.Function("Rank", ranks: 3, "\"r\""));

        Assert.Equal((TaskState.Done, """["r0 of 3","r1 of 3","r2 of 3"]"""), (state, outcome.ReturnValue?.GetRawText()));
    }

    [Fact]
    public void Each_failing_rank_is_told_with_its_own_exception()
    {
        using var bench = new RankBench(2);

        var (state, outcome) = bench.Run(bench.Function("FailOn", ranks: 2, "1"));

        Assert.Equal((TaskState.Failed, 1, "[0,null]"), (state, outcome.ExitCode, outcome.ReturnValue?.GetRawText()));
        Assert.Equal("rank 1: System.InvalidOperationException: rank 1 cannot", outcome.Exception);
    }

    [Fact]
    public void Each_rank_of_a_program_has_its_number_its_file_and_its_output_in_order()
    {
        using var bench = new RankBench(2);
        using var directory = new TaskDirectory();

        var (_, outcome) = bench.Run(bench.Task(
            $$"""{"mode": "task.shell", "command": "echo $SCALEMS_RANK of $SCALEMS_RANKS", "sandbox": {{directory.Json}}, "stdout": "rank", "ranks": 2}"""));

        Assert.Equal("0 of 2\n1 of 2\n", outcome.Stdout);
        Assert.Equal(["0 of 2\n", "1 of 2\n"], new[] { "rank.0", "rank.1" }.Select(name => File.ReadAllText(Path.Combine(directory.Path, name))));
    }

    [Fact]
    public void All_ranks_begin_only_when_there_are_slots_for_all()
    {
        using var bench = new RankBench(2);
        var row = bench.Task("""{"mode": "task.shell", "command": "true", "ranks": 3}""");

        bench.Slots.Board.Add([row]);
        bench.Run(bench.Task("""{"mode": "task.shell", "command": "true"}"""));

        Assert.Equal([new AckRow(row.Key, 1)], bench.Slots.Board.Waiting());
        Assert.Empty(bench.Slots.Running());
    }

    [Fact]
    public void Ranks_that_wait_for_a_failed_one_are_ended()
    {
        using var bench = new RankBench(2) { HasNoGrace = true };

        var (state, outcome) = bench.Run(bench.Task("""{"mode": "task.shell", "command": "[ $SCALEMS_RANK = 1 ] && exit 3; sleep 60", "ranks": 2}"""));

        Assert.Equal((TaskState.Failed, ErrorKind.UserError), (state, outcome.ErrorKind));
        Assert.Equal("rank 0: rank lost: this rank was ended because rank 1 has failed\nrank 1: exit code 3", outcome.Exception);
    }

    [Fact]
    public void A_cancelled_task_ends_with_all_its_ranks()
    {
        using var bench = new RankBench(3);
        var row = bench.Task("""{"mode": "task.shell", "command": "sleep 60", "ranks": 3}""");
        bench.Slots.Board.Add([row]);
        Assert.True(SpinWait.SpinUntil(() => bench.Slots.Ranks.Find(new AckRow(row.Key, 1)) is not null, TimeSpan.FromSeconds(20)));

        bench.Slots.Ranks.Find(new AckRow(row.Key, 1))!.End(EndReason.Canceled);

        Assert.Equal(TaskState.Canceled, bench.Take().State);
        Assert.True(SpinWait.SpinUntil(() => bench.Slots.IsEmpty, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void A_task_of_which_a_rank_must_run_again_does_so_as_a_whole()
    {
        using var bench = new RankBench(2);
        var reported = new List<ResultRow>();
        RankedTasks? tasks = null;
        var board = new SlotBoard(2, row => tasks!.Begin(row).Units(MpiLauncher.Of("")));
        tasks = new RankedTasks(board, reported.Add, outputLimit: 100, transferLimit: 100);
        var row = bench.Task("""{"mode": "task.shell", "command": "true", "ranks": 2}""");
        board.Add([row]);
        Assert.True(board.TryTake(out var first));
        Assert.True(board.TryTake(out var second));
        Assert.Equal((0, 1, 1), (first.Ranks.First, second.Ranks.First, second.Slots));

        var task = tasks.Of(second);
        task.Repeat(second.Ranks.First, hasBegun: false);
        task.Ended(first.Ranks.First, new ResultRow { Key = row.Key, Attempt = 1, State = TaskState.Done });
        board.Release(first);
        board.Release(second);

        Assert.Empty(reported);
        Assert.Equal([task.Id], board.Waiting());
        Assert.True(board.TryTake(out _) && board.TryTake(out _));
        Assert.NotSame(task, tasks.Of(first));
    }

    [Fact]
    public void Fifty_tasks_of_all_sizes_end_once_each()
    {
        using var bench = new RankBench(4);
        var rows = Enumerable.Range(0, 50).Select(i => bench.Function("Rank", ranks: 1 + (i % 4), "\"\"")).ToList();

        bench.Slots.Board.Add(rows);

        Assert.Equal(rows.Select(static row => row.Key.Index), Enumerable.Range(0, 50).Select(_ => bench.Take()).Select(static result => result.Key.Index).Order());
        Assert.True(SpinWait.SpinUntil(() => bench.Slots.Board.HeldSlots == 0, TimeSpan.FromSeconds(20)));
    }
}
