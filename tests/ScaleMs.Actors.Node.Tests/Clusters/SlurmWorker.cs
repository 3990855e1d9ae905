using System.Diagnostics;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Clusters;

/// <summary>Processes of workers that a master has started, found by their command lines; see proc(5).</summary>
internal static class SlurmWorker
{
    /// <summary>Sends SIGKILL to a worker.</summary>
    /// <param name="cluster">Its master's.</param>
    /// <param name="number">Its number, four digits.</param>
    public static void Kill(TestCluster cluster, string number)
    {
        foreach (var path in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path), out var id) && CommandOf(path) is var command
                && command.Contains($"scalems.worker.launch=scalems-master.worker.{number}", StringComparison.Ordinal) && command.Contains(cluster.Address, StringComparison.Ordinal))
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                return;
            }
        }

        Assert.Fail($"there is no process of worker {number}");
    }

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
