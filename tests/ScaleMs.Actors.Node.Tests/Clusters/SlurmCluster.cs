using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Clusters;

/// <summary>
/// A real Slurm of one node of eight processors, with the partitions debug, which is the default, and long. It shares nothing with another Slurm of
/// this machine.
/// </summary>
internal sealed class SlurmCluster : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly DaemonGroup _daemons;

    private SlurmCluster(SlurmFiles files, TestDirectory directory)
    {
        Environment = new Dictionary<string, string> { ["SLURM_CONF"] = files.Configuration };
        _daemons = new DaemonGroup(directory, Environment);
    }

    /// <summary>Whether all of its programs are installed.</summary>
    public static bool IsPossible { get; } = Array.TrueForAll(
        ["/usr/sbin/munged", "/usr/sbin/mungekey", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch", "/usr/bin/python3"],
        File.Exists);

    /// <summary>What a process needs in its environment to use this cluster.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Process id of the node's daemon.</summary>
    public int SlurmdId { get; private set; }

    /// <summary>All processes of its daemons and jobs.</summary>
    public long[] Processes => _daemons.Processes;

    /// <summary>Starts it, and waits until its node is idle.</summary>
    public static async Task<SlurmCluster> StartAsync(TestDirectory directory)
    {
        var files = new SlurmFiles(directory);
        await files.WriteAsync();
        var cluster = new SlurmCluster(files, directory);
        try
        {
            await cluster._daemons.StartAsync("munged.log", "/usr/sbin/munged", files.Munged);
            await cluster._daemons.UntilAsync(() => Task.FromResult(File.Exists(files.MungeSocket)));
            await cluster._daemons.StartAsync("slurmctld.out.log", "/usr/sbin/slurmctld", "-D");
            // A client would wait long for a controller that has ended.
            await cluster._daemons.SaysAsync("slurmctld.out.log", "Running as primary controller");
            await cluster.RestartSlurmdAsync();
        }
        catch
        {
            await cluster._daemons.DisposeAsync();
            throw;
        }

        return cluster;
    }

    /// <summary>Runs a client, such as sbatch.</summary>
    /// <returns>Its standard output.</returns>
    public Task<string> RunAsync(string program, params string[] arguments) => ProgramRun.SucceedsAsync(Environment, program, arguments);

    /// <summary>Ids of jobs that wait, run, or are being ended.</summary>
    public async Task<string[]> JobsAsync() => Lines(await RunAsync("squeue", "--noheader", "--format", "%A"));

    /// <summary>Waits for a condition, such as one on the queue.</summary>
    public Task UntilAsync(Func<Task<bool>> condition) => _daemons.UntilAsync(condition);

    /// <summary>Sends SIGKILL to the node's daemon. Jobs continue, as those of a real cluster do.</summary>
    public Task KillSlurmdAsync() => _daemons.KillAsync(SlurmdId);

    /// <summary>Starts the node's daemon after <see cref="KillSlurmdAsync"/>, and waits until the node can be used.</summary>
    public async Task RestartSlurmdAsync()
    {
        SlurmdId = await _daemons.StartAsync("slurmd.out.log", "/usr/sbin/slurmd", "-D", "-N", SlurmFiles.Node);
        await _daemons.UntilAsync(IsUpAsync);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (await JobsAsync() is { Length: > 0 } jobs)
            {
                await RunAsync("scancel", jobs);
                await DaemonGroup.ComesTrueAsync(async () => (await JobsAsync()).Length == 0, Grace);
            }
        }
        catch (Exception error) when (error is InvalidOperationException or TimeoutException)
        {
            // Without the controller, jobs end with the daemons.
        }
        finally
        {
            await _daemons.DisposeAsync();
        }
    }

    // The controller may still believe in the former daemon, so the new one is asked as well.
    private async Task<bool> IsUpAsync()
    {
        var state = await ProgramRun.OfAsync(Environment, "sinfo", "--noheader", "--partition", "debug", "--format", "%T");
        if (state.Output.Trim() is not ("idle" or "mixed" or "allocated" or "completing"))
        {
            return false;
        }

        var daemon = await ProgramRun.OfAsync(Environment, "scontrol", "show", "slurmd", SlurmFiles.Node);
        return Lines(daemon.Output).Any(line => line.Split('=', StringSplitOptions.TrimEntries) is ["Slurmd PID", var id] && id == $"{SlurmdId}");
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
