using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Clusters;

/// <summary>
/// Daemons in the foreground, below one process that also becomes the parent of whatever leaves them, such as the step daemons of Slurm and the
/// jobs that put themselves in the background; see PR_SET_CHILD_SUBREAPER in prctl(2). None of it outlives the group, or these tests.
/// </summary>
internal sealed class DaemonGroup : IAsyncDisposable
{
    private const string Parent = """
        import ctypes, json, os, signal, sys

        def reap(*_):
            try:
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            except ChildProcessError:
                pass

        ctypes.CDLL(None).prctl(36, 1)
        signal.signal(signal.SIGCHLD, reap)
        try:
            for line in sys.stdin:
                log, *command = json.loads(line)
                streams = [
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
                    (os.POSIX_SPAWN_DUP2, 1, 2),
                ]
                print(os.posix_spawn(command[0], command, os.environ, file_actions=streams), flush=True)
        finally:
            # An id that is not waited for belongs to no other process.
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            while children := open(f"/proc/self/task/{os.getpid()}/children").read().split():
                for child in map(int, children):
                    os.kill(child, signal.SIGKILL)
                    os.waitpid(child, 0)
        """;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly TestDirectory _directory;
    private readonly Process _parent;
    private readonly List<int> _daemons = [];

    /// <summary>An empty group.</summary>
    /// <param name="directory">Directory of all logs.</param>
    /// <param name="environment">Additional variables of the daemons.</param>
    public DaemonGroup(TestDirectory directory, IReadOnlyDictionary<string, string> environment)
    {
        _directory = directory;
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Parent])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = directory.Path,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _parent = Process.Start(start)!;
    }

    /// <summary>All processes there are because of the daemons.</summary>
    public long[] Processes => [.. ProcessTree.DescendantsOf(_parent.Id).Where(ProcessTree.Runs)];

    private string Logs => string.Join('\n', Directory.GetFiles(_directory.Path, "*.log").Order(StringComparer.Ordinal)
        .Select(static log => $"--- {Path.GetFileName(log)}:\n{string.Join('\n', File.ReadLines(log).TakeLast(20))}"));

    /// <summary>Starts a daemon.</summary>
    /// <param name="log">Name of the file for what it prints.</param>
    /// <param name="program">Its full path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its process id.</returns>
    public async Task<int> StartAsync(string log, string program, params string[] arguments)
    {
        await _parent.StandardInput.WriteLineAsync(JsonSerializer.Serialize<string[]>([_directory.File(log), program, .. arguments]));
        await _parent.StandardInput.FlushAsync();
        var line = await _parent.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{program} cannot be started");
        var daemon = int.Parse(line, CultureInfo.InvariantCulture);
        _daemons.Add(daemon);
        return daemon;
    }

    /// <summary>Waits for a text in the log of a daemon.</summary>
    public Task SaysAsync(string log, string text) =>
        UntilAsync(async () => (await File.ReadAllTextAsync(_directory.File(log))).Contains(text, StringComparison.Ordinal));

    /// <summary>Waits for a condition, as long as all daemons run.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        if (!await ComesTrueAsync(ConditionAsync, NodeProcess.Long))
        {
            throw new InvalidOperationException($"the daemons do not come so far; they say:\n{Logs}");
        }

        Task<bool> ConditionAsync() => _daemons.TrueForAll(static daemon => ProcessTree.Runs(daemon))
            ? condition()
            : throw new InvalidOperationException($"a daemon has ended; they say:\n{Logs}");
    }

    /// <summary>Sends SIGKILL to a daemon, and waits for its end.</summary>
    public async Task KillAsync(int daemon)
    {
        _daemons.Remove(daemon);
        Signals.Kill(daemon);
        await EndsAsync(daemon);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in Enumerable.Reverse(_daemons).Where(static daemon => ProcessTree.Runs(daemon)))
        {
            Signals.Send("TERM", daemon);
            await EndsAsync(daemon);
        }

        _parent.StandardInput.Close();
        await _parent.WaitForExitAsync();
        _parent.Dispose();
    }

    /// <summary>Whether a condition comes true in time.</summary>
    public static async Task<bool> ComesTrueAsync(Func<Task<bool>> condition, TimeSpan time)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time; await tick.WaitForNextTickAsync())
        {
            if (await condition())
            {
                return true;
            }
        }

        return false;
    }

    private static Task<bool> EndsAsync(int daemon) => ComesTrueAsync(() => Task.FromResult(!ProcessTree.Runs(daemon)), Grace);
}
