using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Tests.Resources;

public sealed class DiskReserveTests
{
    private const long MiB = TaskResources.MiB;

    private static readonly WatchedFileSystem Scratch = new("/scratch", 1, 100 * MiB);
    private static readonly WatchedFileSystem Home = new("/home", 2, 100 * MiB);
    private static readonly AckRow First = new(new TaskKey(Guid.Empty, 0), 1);
    private static readonly AckRow Second = new(new TaskKey(Guid.Empty, 1), 1);

    private readonly DiskReserve _reserve = new();

    [Fact]
    public void While_enough_is_free_nobody_asks_what_tasks_have_written() =>
        Assert.Null(_reserve.Look([(Scratch, 100 * MiB), (Home, long.MaxValue)], static _ => throw new InvalidOperationException()));

    [Fact]
    public void The_task_that_has_written_most_ends_with_the_figures()
    {
        var verdict = Look(60, new(First, 20 * MiB), new(Second, 2000 * MiB));

        Assert.Equal(Second, verdict?.Task);
        Assert.Equal(
            "it wrote 2000 MiB to disk, more than any other task here, and the file system of /scratch has 60 MiB left; scalems.worker.disk-reserve keeps 100 MiB free",
            verdict?.Text);
    }

    [Fact]
    public void The_next_task_ends_only_when_the_space_of_the_first_could_have_been_freed()
    {
        TaskWrites[] tasks = [new(First, 20 * MiB), new(Second, 30 * MiB)];

        Assert.Equal(Second, Look(60, tasks)?.Task);
        Assert.Null(Look(60, tasks[0]));
        Assert.Null(Look(60, tasks[0]));
        Assert.Equal(First, Look(60, tasks[0])?.Task);
    }

    [Fact]
    public void If_no_task_has_written_a_tenth_of_it_that_is_said_once_until_enough_is_free_again()
    {
        var verdict = Look(60, new TaskWrites(First, (10 * MiB) - 1));
        Assert.Null(verdict?.Task);
        Assert.Equal(
            "the file system of /scratch has 60 MiB left, less than the 100 MiB that scalems.worker.disk-reserve keeps free; no task is ended, because none here is known to have written 10 MiB there",
            verdict?.Text);
        Assert.Null(Look(60));
        Assert.Null(Look(1000));
        Assert.NotNull(Look(60));
        Assert.Equal(First, Look(50, new TaskWrites(First, 10 * MiB))?.Task);
    }

    [Fact]
    public void Only_tasks_that_use_the_file_system_count() => Assert.Equal(
        First,
        _reserve.Look([(Scratch, MiB), (Home, MiB)], static fileSystem => fileSystem == Home ? [new TaskWrites(First, 20 * MiB)] : [])?.Task);

    [Fact]
    public void A_small_file_system_keeps_a_quarter_and_each_is_looked_at_once()
    {
        var here = AppContext.BaseDirectory;
        var size = new DriveInfo(here).TotalSize;

        var fileSystem = Assert.Single(WatchedFileSystem.Of([here, Path.Combine(here, "not", "there")], long.MaxValue));

        Assert.Equal((here, size / 4), (fileSystem.Directory, fileSystem.Keep));
        Assert.Equal(1, Assert.Single(WatchedFileSystem.Of([here], 1)).Keep);
        Assert.InRange(fileSystem.Free()!.Value, 1, size);
    }

    private DiskVerdict? Look(int freeMebibytes, params TaskWrites[] written) => _reserve.Look([(Scratch, freeMebibytes * MiB)], _ => written);
}
