using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Contracts.Text;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Provisioning.Launchers;

/// <summary>Starts a worker as a job of Slurm, whose name is the launch's id. The launch's directory is on a file system that the nodes share.</summary>
/// <param name="directory">The directory of scripts and logs, absolute.</param>
internal sealed class SlurmLauncher(string directory) : IWorkerLauncher
{
    // Slurm tells the script this long before the job's limit, so that the worker hands back what it has.
    private const int WarningSeconds = 60;

    private static readonly ImmutableArray<string> Kill = ["--full", "--signal=KILL"];

    public bool Queues => true;

    public async Task<string> StartAsync(WorkerLaunch launch, string script, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var file = new StreamWriter(PathOf(launch, "sh"), PrivateFile.New());
            await using (file.ConfigureAwait(false))
            {
                await file.WriteLineAsync(script.AsMemory(), cancellation).ConfigureAwait(false);
            }

            File.Delete(PathOf(launch, "exit"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException($"the worker's script cannot be written: {error.Message}");
        }

        var run = await ShellRun.OfAsync([.. Options(launch)], Job(launch), cancellation).ConfigureAwait(false);
        return run.ExitCode == 0 ? $"job {run.Output.Trim().Split(';')[0]}" : throw new LaunchException($"sbatch: {run.Said}{await NearestAsync(launch, run, cancellation).ConfigureAwait(false)}");
    }

    public async Task<LaunchSight> LookAsync(WorkerLaunch launch, CancellationToken cancellation)
    {
        var run = await ShellRun.OfAsync(["squeue", "--noheader", $"--name={launch.Id}", $"--user={Environment.UserName}", "--format=%T|%r|%i"], "", cancellation).ConfigureAwait(false);
        if (run.ExitCode != 0)
        {
            throw new LaunchException($"squeue: {run.Said}");
        }

        return run.Output.Split('\n')[0].Split('|') switch
        {
            ["PENDING" or "CONFIGURING" or "REQUEUED" or "REQUEUE_HOLD" or "SUSPENDED" or "SPECIAL_EXIT", var reason, var job] => new LaunchSight(LaunchSightKind.Queued, $"job {job} waits: {reason}"),
            ["RUNNING" or "COMPLETING" or "SIGNALING" or "STAGE_OUT" or "STOPPED" or "RESIZING", _, var job] => new LaunchSight(LaunchSightKind.Runs, $"job {job}"),
            _ => Ended(launch),
        };
    }

    public async Task CancelAsync(WorkerLaunch launch, bool kill, CancellationToken cancellation)
    {
        // Slurm itself kills what does not end after its KillWait.
        var run = await ShellRun.OfAsync(["scancel", $"--name={launch.Id}", $"--user={Environment.UserName}", .. kill ? Kill : []], "", cancellation).ConfigureAwait(false);
        if (run.ExitCode != 0)
        {
            throw new LaunchException($"scancel: {run.Said}");
        }
    }

    public async Task<string> ReadLogAsync(WorkerLaunch launch, int bytes, CancellationToken cancellation)
    {
        try
        {
            using var log = File.Open(PathOf(launch, "log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            log.Seek(-Math.Min(bytes, log.Length), SeekOrigin.End);
            using var text = new StreamReader(log);
            return await text.ReadToEndAsync(cancellation).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException($"the worker's log cannot be read: {error.Message}");
        }
    }

    private string PathOf(WorkerLaunch launch, string kind) => Path.Combine(directory, $"{launch.Id}.{kind}");

    private LaunchSight Ended(WorkerLaunch launch)
    {
        try
        {
            return new LaunchSight(LaunchSightKind.Ended, ExitCode: int.Parse(File.ReadAllText(PathOf(launch, "exit")), CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return new LaunchSight(LaunchSightKind.Ended, "its job is no longer in Slurm's queue, and has left no exit code");
        }
    }

    private List<string> Options(WorkerLaunch launch)
    {
        var worker = launch.Worker;
        List<string> options =
        [
            "sbatch",
            "--parsable",
            $"--job-name={launch.Id}",
            $"--output={PathOf(launch, "log")}",
            "--open-mode=append",
            "--nodes=1",
            "--ntasks=1",
            string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={worker.Slots}"),
            string.Create(CultureInfo.InvariantCulture, $"--signal=B:TERM@{WarningSeconds}"),

            // A job that Slurm begins anew would be a second worker of the same uid.
            "--no-requeue",
        ];
        if (worker.Gpus > 0)
        {
            options.Add(string.Create(CultureInfo.InvariantCulture, $"--gres=gpu:{worker.Gpus}"));
        }

        if (worker.MemPerRank > 0)
        {
            options.Add(string.Create(CultureInfo.InvariantCulture, $"--mem={Math.Ceiling(worker.Ranks * worker.MemPerRank)}M"));
        }

        if (worker.TimeLimit > 0)
        {
            options.Add(string.Create(CultureInfo.InvariantCulture, $"--time={Math.Ceiling(worker.TimeLimit)}"));
        }

        if (worker.Partition is { } partition)
        {
            options.Add($"--partition={partition}");
        }

        options.AddRange(worker.SbatchOptions);
        return options;
    }

    /// <summary>Passes the signal before the limit on, and keeps the exit code.</summary>
    private string Job(WorkerLaunch launch) => $"""
        #!/bin/sh
        cd {ShellText.Quote(directory)} || exit 1
        sh {launch.Id}.sh &
        worker=$!
        trap 'kill -TERM "$worker" 2>/dev/null' TERM
        wait "$worker"
        code=$?
        while kill -0 "$worker" 2>/dev/null; do wait "$worker"; code=$?; done
        echo "$code" > {launch.Id}.exit
        exit "$code"

        """;

    private static async Task<string> NearestAsync(WorkerLaunch launch, ShellRun run, CancellationToken cancellation)
    {
        if (launch.Worker.Partition is not { } wanted || !run.Said.Contains("partition", StringComparison.OrdinalIgnoreCase))
        {
            return "";
        }

        var known = await ShellRun.OfAsync(["sinfo", "--noheader", "--format=%R"], "", cancellation).ConfigureAwait(false);
        ImmutableArray<string> names = [.. known.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
        return NearestName.Near(wanted, names) is { } nearest
            ? $"; partition is '{wanted}'; did you mean '{nearest}'?"
            : $"; partition is '{wanted}'; known are {string.Join(", ", names)}";
    }
}
