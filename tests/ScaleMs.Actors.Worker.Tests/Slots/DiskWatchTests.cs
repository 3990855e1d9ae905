using System.Diagnostics;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Files;
using ScaleMs.Actors.Worker.Posix;
using ScaleMs.Actors.Worker.Tests.Executors;

namespace ScaleMs.Actors.Worker.Tests.Slots;

/// <summary>Real programs on a small file system.</summary>
public sealed class DiskWatchTests : IDisposable
{
    private readonly TaskDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [MountFact]
    public void The_program_that_has_filled_the_disk_ends_with_the_figures_and_others_go_on()
    {
        using var disk = new SmallDisk(_directory);
        using var bench = new RankBench(2, new FilesSettings(_directory.Path, 1 << 20, null, disk.Path), diskReserve: 8 * TaskResources.MiB);
        bench.Slots.Add([bench.Task(Shell(disk, $"head -c 2M /dev/zero > small; while [ ! -e {_directory.Path}/gate ]; do sleep 0.05; done; echo fine"))]);

        // The worker is on that file system, which has 64 MiB.
        var (state, outcome) = bench.Run(bench.Task(Shell(disk, "head -c 1M /dev/zero > a; head -c 60M /dev/zero > big; sleep 1000")));

        Assert.Equal((TaskState.Failed, ErrorKind.OutOfDisk), (state, outcome.ErrorKind));
        Assert.Matches(
            $@"^out of disk: it wrote \d\d(\.\d+)? MiB to disk, more than any other task here, and the file system of {disk.Path} has \d(\.\d+)? MiB left; scalems\.worker\.disk-reserve keeps 8 MiB free$",
            outcome.Exception);
        File.Delete(Path.Combine(disk.Path, "big"));
        _directory.Write("gate", "");
        Assert.Equal("fine\n", TaskOutcome.Parse(bench.Take().Payload.Span).Stdout);
    }

    private static string Shell(SmallDisk disk, string command) => $$"""{"mode": "task.shell", "command": "{{command}}", "sandbox": "{{disk.Path}}"}""";

    /// <summary>A file system of 64 MiB in a file.</summary>
    private sealed class SmallDisk : IDisposable
    {
        public SmallDisk(TaskDirectory directory)
        {
            Path = System.IO.Path.Combine(directory.Path, "disk");
            var image = System.IO.Path.Combine(directory.Path, "image");
            Directory.CreateDirectory(Path);
            Run("truncate", "-s", "64M", image);
            Run("mkfs.ext4", "-q", image);
            Run("mount", "-o", "loop", image, Path);
        }

        public string Path { get; }

        public void Dispose() => Run("umount", "--lazy", Path);

        private static void Run(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }

    /// <summary>A fact for a machine where this process may mount files.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class MountFactAttribute : FactAttribute
    {
        public MountFactAttribute()
        {
            if (!OperatingSystem.IsLinux() || LinuxCalls.EffectiveUser() != 0 || !File.Exists("/dev/loop-control") || !File.Exists("/sbin/mkfs.ext4"))
            {
                Skip = "it needs root, and loop devices";
            }
        }
    }
}
