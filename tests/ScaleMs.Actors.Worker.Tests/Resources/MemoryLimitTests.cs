using System.Diagnostics;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Tests.Resources;

/// <summary>Real processes under a limit.</summary>
public sealed class MemoryLimitTests
{
    private const long Limit = 64 * TaskResources.MiB;

    // Fills memory in a child of the shell, says so, and waits until its input ends.
    private static string Fill(int mebibytes) => $"x=$(head -c {mebibytes << 20} /dev/zero | tr '\\0' x); echo filled; read line";

    [Fact]
    public async Task What_a_process_and_those_below_it_use_is_added_up()
    {
        using var guard = new SampledMemory(Limit);
        using var process = Shell($"sh -c '{Fill(100).Replace("'", "'\\''", StringComparison.Ordinal)}'; true");
        guard.Add(process.Id);

        Assert.Equal("filled", await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Matches(@"^it used 1\d\d(\.\d+)? MiB of memory; mem_per_rank allows 64 MiB$", guard.Exceeded());
        End(process);
    }

    [Fact]
    public async Task What_uses_less_goes_on()
    {
        using var guard = new SampledMemory(Limit);
        using var process = Shell(Fill(1));
        guard.Add(process.Id);

        Assert.Equal("filled", await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Null(guard.Exceeded());
        End(process);
    }

    [MemoryGroupsFact]
    public async Task In_a_control_group_the_system_kills_what_uses_too_much()
    {
        var groups = MemoryGroups.Find(out _)!;
        using var guard = groups.New(Limit);
        using var process = Shell($"read line; {Fill(200)}");
        guard.Add(process.Id);

        await process.StandardInput.WriteLineAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.NotEqual(0, process.ExitCode);
        Assert.Equal("it needed more than the 64 MiB of memory that mem_per_rank allows", guard.Exceeded());
        Assert.Null(guard.Exceeded());
    }

    [MemoryGroupsFact]
    public async Task The_groups_are_the_same_for_the_process_that_is_told_of_them_and_none_is_left()
    {
        var groups = MemoryGroups.Parse(MemoryGroups.Find(out _)!.ToString());
        using var process = Shell("read line");
        string path;
        using (var guard = groups.New(Limit))
        {
            guard.Add(process.Id);
            path = groups.ToString()[2..];
            Assert.Contains(File.ReadAllLines($"/proc/{process.Id}/cgroup"), static line => line.Contains($"scalems-{Environment.ProcessId}-", StringComparison.Ordinal));
            End(process);
            await process.WaitForExitAsync();
        }

        Assert.Empty(Directory.EnumerateDirectories(path, $"scalems-{Environment.ProcessId}-*"));
    }

    private static Process Shell(string command) =>
        Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private static void End(Process process)
    {
        process.StandardInput.Close();
        process.WaitForExit(TimeSpan.FromSeconds(60));
    }

    /// <summary>A fact for a machine where this process may make control groups that limit memory.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class MemoryGroupsFactAttribute : FactAttribute
    {
        public MemoryGroupsFactAttribute()
        {
            if (MemoryGroups.Find(out var problem) is null)
            {
                Skip = problem;
            }
        }
    }
}
