using System.Diagnostics;
using System.Threading.Channels;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>The real executable as a process of its own, killed by its id on disposal at the latest.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    /// <summary>Longer than any step takes on a busy machine.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(90);

    /// <summary>Starts the executable: the one compiled ahead by build.cs, if build.cs runs these tests.</summary>
    public static readonly string[] Command =
        ["dotnet", "exec", Environment.GetEnvironmentVariable("TESTED_SCALEMS") ?? typeof(ScaleMsProgram).Assembly.Location];

    private readonly Process _process;
    private readonly TestDirectory? _ownDirectory;
    private readonly Channel<string> _errors = Channel.CreateUnbounded<string>();
    private readonly List<string> _output = [];
    private readonly List<string> _seenErrors = [];

    private NodeProcess(Process process, TestDirectory? ownDirectory)
    {
        (_process, _ownDirectory, Id) = (process, ownDirectory, process.Id);
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            Keep(_seenErrors, line.Data);
            if (line.Data is null)
            {
                _errors.Writer.TryComplete();
            }
            else
            {
                _errors.Writer.TryWrite(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Exit code of an ended process.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Lines of standard output so far; all of them once it has ended.</summary>
    public string[] Output => Copy(_output);

    /// <summary>Standard error so far, for messages of failing tests.</summary>
    public string Errors => string.Join('\n', Copy(_seenErrors));

    /// <summary>Related processes, whose output may explain why a wait on this one fails.</summary>
    public IReadOnlyCollection<NodeProcess> Others { get; set; } = [];

    /// <summary>Standard error of this and all related processes.</summary>
    private string Said =>
        string.Join('\n', Others.Where(other => other != this).Select(static other => $"--- process {other.Id} says:\n{other.Errors}").Prepend(Errors));

    /// <summary>Starts it in a directory of its own: a seed's journal is in its working directory.</summary>
    public static NodeProcess Start(params string[] arguments) => StartWith(null, null, arguments);

    /// <summary>Starts it in a directory that is shared or outlives the process.</summary>
    public static NodeProcess StartIn(TestDirectory directory, params string[] arguments) => StartIn(directory, null, arguments);

    /// <summary>The same with additional variables.</summary>
    public static NodeProcess StartIn(TestDirectory directory, IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        Launch([.. Command, .. arguments], null, environment, directory, null);

    /// <summary>Starts it under another name.</summary>
    public static NodeProcess StartAs(string name, TestDirectory directory, params string[] arguments)
    {
        var link = directory.File(name);
        if (!File.Exists(link))
        {
            File.CreateSymbolicLink(link, Path.ChangeExtension(Command[^1], null));
        }

        return Launch([link, .. arguments], null, null, directory, null);
    }

    /// <summary>Starts it with a file size limit, to simulate a full disk: a write beyond the limit fails, as on a disk with quotas.</summary>
    public static NodeProcess StartLimited(TestDirectory directory, int kibibytes, params string[] arguments)
    {
        // The shell counts blocks of 512 bytes. The limit must not affect the runtime's own large in-memory file.
        var limit = $"trap '' XFSZ; ulimit -f {kibibytes * 2}; exec \"$@\"";
        var environment = new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" };
        return Launch(["/bin/sh", "-c", limit, "sh", .. Command, .. arguments], null, environment, directory, null);
    }

    /// <summary>Starts it from a shell after other commands, such as setting a limit.</summary>
    public static NodeProcess StartInShell(TestDirectory directory, string before, params string[] arguments) =>
        Launch(["/bin/sh", "-c", $"{before}; exec \"$@\"", "sh", .. Command, .. arguments], null, null, directory, null);

    /// <summary>Starts it with standard input.</summary>
    /// <param name="input">Text on standard input; null = empty.</param>
    /// <param name="environment">Additional variables; null = none.</param>
    /// <param name="arguments">Verb and options.</param>
    public static NodeProcess StartWith(string? input, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var directory = new TestDirectory();
        return Launch([.. Command, .. arguments], input, environment, directory, directory);
    }

    private static NodeProcess Launch(
        string[] command, string? input, IReadOnlyDictionary<string, string>? environment, TestDirectory directory, TestDirectory? ownDirectory)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory.Path,
        };
        // Debian's interpreter starts in a fraction of the time of one that a version manager chooses.
        start.Environment["SCALEMS_WORKER_PYTHON"] = "/usr/bin/python3";
        start.Environment["SCALEMS_HTTP_PORT"] = "off";
        // Open MPI refuses to start ranks as root, as which tests run in a container.
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = "1";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = new NodeProcess(Process.Start(start)!, ownDirectory);
        process._process.StandardInput.Write(input ?? "");
        process._process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for a line on standard error.</summary>
    public async Task<string> SaysAsync(string text)
    {
        try
        {
            using var deadline = new CancellationTokenSource(Long);
            await foreach (var line in _errors.Reader.ReadAllAsync(deadline.Token))
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Reported below.
        }

        throw new InvalidOperationException($"'{text}' was not said {(HasExited ? $"before exit code {ExitCode}" : "in time")}, but:\n{Said}");
    }

    /// <summary>Waits until it has printed a number of lines.</summary>
    public Task PrintsAsync(int lines) => UntilAsync(() => Output.Length >= lines);

    /// <summary>Waits for a condition.</summary>
    public Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <summary>Waits for a condition that is checked asynchronously.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Long);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!await condition())
            {
                await tick.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"it does not come so far; it prints:\n{string.Join('\n', Output.TakeLast(20))}\nand says:\n{Said}");
        }
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> ExitsAsync()
    {
        using var deadline = new CancellationTokenSource(Long);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"it does not end; it says:\n{Said}");
        }

        return _process.ExitCode;
    }

    /// <summary>Waits for the end, and shows the output if the exit code is not the expected one.</summary>
    public async Task ExitsWithAsync(int code)
    {
        var actual = await ExitsAsync();
        Assert.True(actual == code, $"exit code {actual}, not {code}; it says:\n{Said}");
    }

    /// <summary>Sends SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>Sends SIGINT, as Ctrl+C does.</summary>
    public void Interrupt() => Signal("INT");

    /// <summary>Pauses it until <see cref="Continue"/>.</summary>
    public void Pause() => Signal("STOP");

    public void Continue() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _ownDirectory?.Dispose();
    }

    private void Signal(string name) => Signals.Send(name, Id);

    private static void Keep(List<string> lines, string? line)
    {
        if (line is not null)
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }

    private static string[] Copy(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }
}
