using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Workers.Isolation.Posix;

namespace ScaleMs.Actors.Executors.Processes;

/// <summary>Starts a program (<see cref="TaskMode.Executable"/>) or a shell with a command line (<see cref="TaskMode.Shell"/>).</summary>
/// <param name="grace">Time that a program has to end after it was told to; then it is killed.</param>
/// <param name="abandoned">Ends every grace: nobody can wait any more.</param>
internal sealed class ProcessExecutor(TimeSpan grace, CancellationToken abandoned = default) : ITaskExecutor
{
    private const string Shell = "/bin/sh";

    // A program that ended may leave children that keep its pipes open; this long its output may still trickle in.
    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(500);

    // Seldom enough to cost nothing, often enough that nobody waits for it.
    private static readonly TimeSpan EndInterval = TimeSpan.FromMilliseconds(20);

    public async ValueTask<Execution> RunAsync(TaskDescription task, RankContext rank, TaskOutput output, CancellationToken cancellation)
    {
        var missing = Missing(task);
        if (missing is not null)
        {
            return Execution.Failed("incomplete task", missing);
        }

        using var process = new Process { StartInfo = StartInfo(task, rank) };
        try
        {
            process.Start();
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or IOException)
        {
            return Execution.Failed(error.GetType().FullName!, $"cannot start '{process.StartInfo.FileName}': {error.Message}");
        }

        process.StandardInput.Close();
        var reading = Task.WhenAll(
            ReadAsync(process.StandardOutput.BaseStream, output, OutputStream.Out),
            ReadAsync(process.StandardError.BaseStream, output, OutputStream.Error));
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process).ConfigureAwait(false);
            await DrainAsync(reading).ConfigureAwait(false);
            throw;
        }

        await DrainAsync(reading).ConfigureAwait(false);
        var outcome = output.Into(new TaskOutcome { ExitCode = process.ExitCode });
        return process.ExitCode == 0 ? Execution.Done(outcome) : Execution.Failed(outcome);
    }

    private static string? Missing(TaskDescription task) => task.Mode switch
    {
        TaskMode.Shell when string.IsNullOrWhiteSpace(task.Command) => "a task of mode task.shell has a \"command\", such as \"echo hello\"",
        TaskMode.Executable when string.IsNullOrWhiteSpace(task.Executable) => "a task of mode task.executable has an \"executable\", such as \"/bin/echo\"",
        _ when task.Sandbox is { } sandbox && !Directory.Exists(sandbox) => $"the working directory '{sandbox}' does not exist on this worker",
        _ => null,
    };

    private static ProcessStartInfo StartInfo(TaskDescription task, RankContext rank)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = task.Sandbox ?? "",
        };

        var preparation = string.Concat(task.PreExec.Select(static line => line + "\n"));
        if (task.Mode == TaskMode.Shell)
        {
            start.FileName = Shell;
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(preparation + task.Command);
        }
        else if (preparation.Length == 0)
        {
            start.FileName = task.Executable!;
            Add(start, task.Arguments);
        }
        else
        {
            // The program and its arguments are the shell's $0 and $@, so that nothing needs quoting.
            start.FileName = Shell;
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(preparation + "exec \"$0\" \"$@\"");
            start.ArgumentList.Add(task.Executable!);
            Add(start, task.Arguments);
        }

        foreach (var (name, value) in task.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["SCALEMS_TASK_UID"] = rank.Uid.ToString();
        start.Environment["SCALEMS_RANK"] = rank.Rank.ToString(CultureInfo.InvariantCulture);
        start.Environment["SCALEMS_RANKS"] = rank.Size.ToString(CultureInfo.InvariantCulture);
        return start;
    }

    private static void Add(ProcessStartInfo start, IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
    }

    /// <summary>Tells the program and what it has started to end, and kills those that have not by the end of the grace.</summary>
    private async Task EndAsync(Process process)
    {
        if (!OperatingSystem.IsLinux())
        {
            // Nowhere else is it known what it has started before that loses its parent.
            process.Kill(entireProcessTree: true);
            return;
        }

        // A shell may be gone at once while the program that it has started still writes its last file: each one has the time.
        var told = ProcessTree.Terminate(process.Id);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        patience.CancelAfter(grace);
        try
        {
            while (ProcessTree.AnyLives(told))
            {
                await Task.Delay(EndInterval, patience.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            ProcessTree.Kill(told);
        }

        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task DrainAsync(Task reading) =>
        await Task.WhenAny(reading, Task.Delay(DrainTime, CancellationToken.None)).ConfigureAwait(false);

    /// <summary>Reads to the end, so that the program never blocks on a full pipe, also past the limit of what is kept.</summary>
    private static async Task ReadAsync(Stream from, TaskOutput to, OutputStream stream)
    {
        // Not by a reader of texts: it would take what looks like a byte order mark for the encoding of all that follows.
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[4096];
        var text = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        try
        {
            int read;
            do
            {
                read = await from.ReadAsync(bytes).ConfigureAwait(false);
                to.Append(stream, text.AsSpan(0, decoder.GetChars(bytes, 0, read, text, 0, flush: read == 0)));
            }
            while (read > 0);
        }
        catch (Exception error) when (error is ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The process object was disposed while a left-over child held the pipe: what was read is what there is.
        }
    }
}
