using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>MPI ranks on two workers: each such task has an mpirun of its own.</summary>
public sealed class SpreadMpiTests(TwoMpiWorkers cluster) : IClassFixture<TwoMpiWorkers>
{
    [Fact]
    public async Task Four_ranks_on_two_workers_have_one_communicator_and_later_tasks_of_each_worker_their_own()
    {
        Assert.Equal([(0L, 10L), (1L, 10L), (2L, 10L), (3L, 10L)], await TotalAsync(4, 1));
        Assert.Equal([(0L, 3L), (1L, 3L)], await TotalAsync(2, 1));
        Assert.Equal([(0L, 14L), (1L, 14L), (2L, 14L), (3L, 14L)], await TotalAsync(4, 2));
    }

    [Fact]
    public async Task A_rank_that_crashes_fails_the_task_and_both_workers_go_on()
    {
        var crashes = await cluster.Client.SubmitAsync(RankedCall.Python(4, "kill", 3));
        var next = await cluster.Client.SubmitAsync(RankedCall.Python(4, "total", 1));

        (await crashes.EndsAsync()).HasFailed(ErrorKind.RankLost, "rank 0: ", "rank 3: ");
        Assert.Equal(4, (await next.EndsAsync()).Ranks().Length);
        Assert.Equal([(0L, 3L), (1L, 3L)], await TotalAsync(2, 1));
    }

    [Fact]
    public async Task A_running_task_that_is_cancelled_ends_on_both_workers()
    {
        var path = cluster.NewPath();
        var running = await cluster.Client.SubmitAsync(RankedCall.Python(4, "wait_for", path, cluster.NewPath()));
        await cluster.HaveBegunAsync(path, 4);
        long[] ranks = [.. Enumerable.Range(0, 4).Select(rank => long.Parse(File.ReadAllText($"{path}.{rank}"), System.Globalization.CultureInfo.InvariantCulture))];

        await cluster.CancelAsync(running);

        await cluster.Workers[0].UntilAsync(() => !ranks.Any(ProcessTree.Runs));
        Assert.Equal(4, (await TotalAsync(4, 1)).Length);
    }

    [Fact]
    public async Task Ranks_that_do_not_start_on_one_worker_are_not_waited_for_on_the_other()
    {
        var fails = await cluster.Client.SubmitAsync(RankedCall.PythonWith(""", "pre_exec": ["exit 3"]""", 4, "total", 1));

        var record = await fails.Result.WaitAsync(TimeSpan.FromSeconds(30));

        record.HasFailed(ErrorKind.Startup, "rank 0: ", "exit code 3", "rank 2: ", "rank 3: ");
        Assert.Equal(4, (await TotalAsync(4, 1)).Length);
    }

    [Fact]
    public async Task A_program_of_MPI_has_its_ranks_on_both_workers()
    {
        var record = await cluster.Client.RunAsync("""
            {"mode": "task.executable", "executable": "/usr/bin/python3", "ranks": 4, "use_mpi": true, "arguments":
            ["-c", "from mpi4py import MPI; print(MPI.COMM_WORLD.allreduce(1 + MPI.COMM_WORLD.Get_rank()), flush=True)"]}
            """.ReplaceLineEndings(" "));

        Assert.True(record.State == TaskState.Done, $"{record.Exception}\n{record.Stderr}");
        // mpirun may pass on the text of two ranks before their line ends.
        Assert.Equal("10101010", record.Stdout.Replace("\n", "", StringComparison.Ordinal));
        Assert.Equal(4, (await TotalAsync(4, 1)).Length);
    }

    private async Task<(long Rank, long Total)[]> TotalAsync(int ranks, int number) =>
        [.. (await cluster.Client.RunAsync(RankedCall.Python(ranks, "total", number))).Ranks().Select(static rank => (rank[0], rank[1]))];
}
