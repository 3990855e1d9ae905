using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Files;
using ScaleMs.Actors.Worker.Tests.Executors;
using ScaleMs.Actors.Worker.Tests.Slots;

namespace ScaleMs.Actors.Worker.Tests.Files;

/// <summary>Real programs that may have a certain amount on the disk.</summary>
public sealed class LimitedTaskTests : IDisposable
{
    private readonly TaskDirectory _cache = new();
    private readonly TaskDirectory _home = new();
    private readonly RankBench _bench;

    public LimitedTaskTests() => _bench = new RankBench(3, new FilesSettings(_cache.Path, 1 << 20, null, _home.Path));

    public void Dispose()
    {
        _bench.Dispose();
        _cache.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void A_program_has_a_directory_and_one_for_temporary_files_which_are_removed_when_it_is_over()
    {
        var (state, outcome) = Shell("pwd; echo $TMPDIR; touch a $TMPDIR/b; ls -A");

        Assert.Equal(TaskState.Done, state);
        var lines = outcome.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("a", lines[2]);
        Assert.NotEqual(lines[0], lines[1]);
        Assert.All(lines[..2], path => Assert.StartsWith(_cache.Path, path, StringComparison.Ordinal));
        Assert.All(lines[..2], static path => Assert.False(Directory.Exists(path)));
    }

    [Fact]
    public void The_directory_for_temporary_files_may_be_named_by_the_task() =>
        Assert.Equal("/var/tmp\n", Shell("echo $TMPDIR", """, "environment": {"TMPDIR": "/var/tmp"}""").Outcome.Stdout);

    [Theory]
    [InlineData("big")]
    [InlineData("$TMPDIR/big")]
    public void What_has_more_on_the_disk_is_ended_with_figures_and_nothing_else_is_disturbed(string file)
    {
        _bench.Slots.Add([Row($"while [ ! -e {_home.Path}/gate ]; do sleep 0.05; done; echo fine")]);

        var (state, outcome) = Shell($"head -c 64M /dev/zero > {file}; echo filled; sleep 1000");

        Assert.Equal((TaskState.Failed, ErrorKind.OutOfDisk), (state, outcome.ErrorKind));
        Assert.Matches(@"^out of disk: it used \d\d(\.\d+)? MiB of disk in \S+ and \S+\.tmp-\d+; lfs_per_rank allows 32 MiB$", outcome.Exception);
        Assert.Null(outcome.ExceptionDetail);
        _home.Write("gate", "");
        Assert.Equal("fine\n", TaskOutcome.Parse(_bench.Take().Payload.Span).Stdout);
    }

    [Fact]
    public void What_lay_in_a_sandbox_before_is_not_counted()
    {
        File.WriteAllBytes(Path.Combine(_home.Path, "before"), new byte[48 << 20]);

        var less = Shell("head -c 16M /dev/zero > less; sleep 1", $", \"sandbox\": {_home.Json}");
        var more = Shell("head -c 48M /dev/zero > more; sleep 1000", $", \"sandbox\": {_home.Json}");

        Assert.Equal((TaskState.Done, TaskState.Failed), (less.State, more.State));
        Assert.Contains($"of disk in {_cache.Path}", more.Outcome.Exception, StringComparison.Ordinal);
        Assert.Contains($" and {_home.Path}; lfs_per_rank allows 32 MiB", more.Outcome.Exception, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_home.Path, "less")));
    }

    [Fact]
    public void Ranks_share_their_directories_and_what_they_may_have_there()
    {
        var less = Shell("pwd; head -c 24M /dev/zero > $SCALEMS_RANK; sleep 1", """, "ranks": 2""");
        var more = Shell("head -c 48M /dev/zero > $SCALEMS_RANK; sleep 1000", """, "ranks": 2""");

        Assert.Equal(TaskState.Done, less.State);
        Assert.Single(less.Outcome.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct());
        Assert.Equal((TaskState.Failed, ErrorKind.OutOfDisk), (more.State, more.Outcome.ErrorKind));
        Assert.Contains("lfs_per_rank allows 64 MiB to its 2 ranks here", more.Outcome.Exception, StringComparison.Ordinal);
    }

    private (TaskState State, TaskOutcome Outcome) Shell(string command, string more = "") => _bench.Run(Row(command, more));

    private Contracts.Batches.TaskRow Row(string command, string more = "") =>
        _bench.Task($$"""{"mode": "task.shell", "command": "{{command}}", "lfs_per_rank": 32{{more}}}""");
}
