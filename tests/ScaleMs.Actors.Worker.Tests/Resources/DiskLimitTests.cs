using System.Diagnostics;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Resources;
using ScaleMs.Actors.Worker.Tests.Executors;

namespace ScaleMs.Actors.Worker.Tests.Resources;

public sealed class DiskLimitTests : IDisposable
{
    private readonly TaskDirectory _own = new();
    private readonly TaskDirectory _sandbox = new();

    public void Dispose()
    {
        _own.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void What_lies_in_all_directories_is_added_up_but_not_what_was_in_the_sandbox()
    {
        Write(_sandbox, "before", 5);
        var limit = new DiskLimit(TaskResources.MiB, 2, [_own.Path], _sandbox.Path);

        Write(_own, "own", 1);
        Assert.Null(limit.Exceeded(default));

        Write(_sandbox, "below/after", 2);
        Assert.Matches($@"^it used 3(\.\d+)? MiB of disk in {_own.Path} and {_sandbox.Path}; lfs_per_rank allows 2 MiB to its 2 ranks here$", limit.Exceeded(default));
    }

    [Fact]
    public void What_is_removed_counts_no_more()
    {
        var limit = new DiskLimit(TaskResources.MiB, 1, [_own.Path], null);
        Write(_own, "own", 2);
        Assert.NotNull(limit.Exceeded(default));

        File.Delete(Path.Combine(_own.Path, "own"));

        Assert.Null(limit.Exceeded(default));
    }

    [Fact]
    public void Links_are_not_followed_and_a_file_with_two_names_counts_once()
    {
        Write(_sandbox, "elsewhere", 8);
        Write(_own, "file", 1);
        Assert.Equal(0, Link("-s", Path.Combine(_sandbox.Path, "elsewhere"), "link"));
        Assert.Equal(0, Link("-s", _sandbox.Path, "links"));
        Assert.Equal(0, Link("-s", _own.Path, "circle"));
        Assert.Equal(0, Link("", Path.Combine(_own.Path, "file"), "name"));

        Assert.InRange(DiskUse.Of([_own.Path], default), TaskResources.MiB, TaskResources.MiB * 3 / 2);
    }

    [Fact]
    public void Holes_are_not_counted()
    {
        using (var file = File.Create(Path.Combine(_own.Path, "sparse")))
        {
            file.SetLength(TaskResources.MiB);
        }

        Assert.InRange(DiskUse.Of([_own.Path], default), 0, TaskResources.MiB / 2);
    }

    [Fact]
    public void A_directory_that_does_not_exist_has_nothing() => Assert.Equal(0, DiskUse.Of([Path.Combine(_own.Path, "gone")], default));

    private static void Write(TaskDirectory directory, string name, int mebibytes)
    {
        var path = Path.Combine(directory.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        file.Write(new byte[mebibytes << 20]);

        // Some file systems allocate blocks only then.
        file.Flush(flushToDisk: true);
    }

    private int Link(string option, string target, string name)
    {
        using var process = Process.Start("ln", [.. new[] { option, target, Path.Combine(_own.Path, name) }.Where(static argument => argument.Length > 0)]);
        process.WaitForExit();
        return process.ExitCode;
    }
}
