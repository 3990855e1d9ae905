using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Provisioning.Settings;

namespace ScaleMs.Actors.Master.Provisioning.Launchers;

/// <summary>
/// Starts a worker in a session of its own, by a shell on this machine or on a host of <c>ssh</c>. The launch's directory has its script, its log, the id
/// of the process that leads its session and, when it has ended, its exit code; so whoever starts a shell there can look at it and end it.
/// </summary>
/// <param name="shell">The command of a shell that reads a script.</param>
/// <param name="directory">The directory, on the host of the shell.</param>
/// <param name="where">That host, for people.</param>
internal sealed class ShellLauncher(Func<WorkerLaunch, ImmutableArray<string>> shell, string directory, Func<WorkerLaunch, string> where) : IWorkerLauncher
{
    private const string Leader = "scalems-launch";

    // A trap, because a shell that dies of the signal does not write the exit code; children have the default.
    private const string Lead = "trap : TERM; echo $$ > \"$1.pid\"; sh \"$1.sh\" > \"$1.log\" 2>&1 < /dev/null; echo $? > \"$1.exit\"";

    public static ShellLauncher Local(ProvisioningSettings settings) => new(static _ => ["/bin/sh", "-s"], settings.Directory, static _ => "this machine");

    public static ShellLauncher OfSsh(ProvisioningSettings settings) => new(
        launch => [.. settings.Ssh, "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", launch.Worker.Host!, "sh", "-s"],
        settings.Directory,
        static launch => launch.Worker.Host!);

    public bool Queues => false;

    public async Task<string> StartAsync(WorkerLaunch launch, string script, CancellationToken cancellation)
    {
        const string End = "END-OF-THE-WORKERS-SCRIPT";
        var run = await RunAsync(
            launch,
            $"""
            mkdir -p {Directory} && cd {Directory} || exit 1
            (umask 077 && cat > {launch.Id}.sh) << '{End}'
            {script}
            {End}
            rm -f {launch.Id}.exit {launch.Id}.pid
            command -v setsid > /dev/null || exit 3
            setsid sh -c {ShellText.Quote(Lead)} {Leader} {launch.Id} > /dev/null 2>&1 < /dev/null &
            echo $!
            tries=0
            while [ ! -f {launch.Id}.pid ] && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
            """,
            cancellation).ConfigureAwait(false);
        return run.ExitCode == 3 ? throw new LaunchException($"there is no program 'setsid' on {where(launch)}")
            : run.ExitCode != 0 ? throw Failed(launch, run)
            : $"process {run.Output.Trim()} on {where(launch)}";
    }

    public async Task<LaunchSight> LookAsync(WorkerLaunch launch, CancellationToken cancellation)
    {
        var run = await RunAsync(
            launch,
            $"""
            cd {Directory} 2>/dev/null || exit 0
            if [ -f {launch.Id}.exit ]; then echo ended; cat {launch.Id}.exit
            elif [ -f {launch.Id}.pid ] && {IsThere(launch)}; then echo runs; fi
            """,
            cancellation).ConfigureAwait(false);
        return run.ExitCode != 0 ? throw Failed(launch, run)
            : run.Output.Split('\n') switch
            {
                ["runs", ..] => new LaunchSight(LaunchSightKind.Runs),
                ["ended", var code, ..] => new LaunchSight(LaunchSightKind.Ended, ExitCode: int.TryParse(code, CultureInfo.InvariantCulture, out var number) ? number : null),
                _ => new LaunchSight(LaunchSightKind.Ended, "its process is gone"),
            };
    }

    public async Task CancelAsync(WorkerLaunch launch, bool kill, CancellationToken cancellation)
    {
        var run = await RunAsync(
            launch,
            $"""
            cd {Directory} 2>/dev/null || exit 0
            [ -f {launch.Id}.pid ] && {IsThere(launch)} && kill -s {(kill ? "KILL" : "TERM")} -- -"$(cat {launch.Id}.pid)"
            exit 0
            """,
            cancellation).ConfigureAwait(false);
        if (run.ExitCode != 0)
        {
            throw Failed(launch, run);
        }
    }

    public async Task<string> ReadLogAsync(WorkerLaunch launch, int bytes, CancellationToken cancellation)
    {
        var run = await RunAsync(launch, string.Create(CultureInfo.InvariantCulture, $"cd {Directory} 2>/dev/null && [ -f {launch.Id}.log ] && tail -c {bytes} {launch.Id}.log\nexit 0\n"), cancellation).ConfigureAwait(false);
        return run.ExitCode != 0 ? throw Failed(launch, run) : run.Output;
    }

    private string Directory => ShellText.Quote(directory);

    /// <summary>
    /// Whether the process with the id is the one that was started, since another may have its id by now; or that one has been killed, and there are
    /// processes of the launch.
    /// </summary>
    private static string IsThere(WorkerLaunch launch) =>
        $"{{ tr '\\0' ' ' < /proc/\"$(cat {launch.Id}.pid)\"/cmdline 2>/dev/null | grep -q {ShellText.Quote($"{Leader} {launch.Id} ")}"
        + $" || grep -qs {ShellText.Quote($"{WorkerScript.Variable}={launch.Id}")} /proc/[0-9]*/environ; }}";

    private Task<ShellRun> RunAsync(WorkerLaunch launch, string script, CancellationToken cancellation) => ShellRun.OfAsync(shell(launch), script + "\n", cancellation);

    private LaunchException Failed(WorkerLaunch launch, ShellRun run) =>
        new(string.Create(CultureInfo.InvariantCulture, $"'{string.Join(' ', shell(launch))}' ended with exit code {run.ExitCode}: {run.Said}"));
}
