using System.ComponentModel;
using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>
/// Starts a program (<see cref="TaskMode.Executable"/>) or a shell with a command line (<see cref="TaskMode.Shell"/>,
/// <see cref="TaskMode.Proc"/>). On Linux the
/// calling thread serves it until it ends.
/// </summary>
/// <param name="home">The worker's directory: tasks without a sandbox run here, and sandboxes are relative to it.</param>
/// <param name="grace">Grace period of a program that was told to end; then it is killed.</param>
/// <param name="shutDown">Ends every grace period: the process is about to end.</param>
internal sealed class ProcessExecutor(string home, TimeSpan grace, CancellationToken shutDown = default) : ITaskExecutor
{
    // A shell's exit code when it could not start a program; a program may end with it too.
    private const int NotExecutable = 126;
    private const int NotFound = 127;

    /// <summary>How the memory of programs is limited.</summary>
    public MemoryLimits Limits { get; init; } = MemoryLimits.Sampling;

    public async ValueTask<Execution> RunAsync(TaskDescription task, RankContext rank, TaskOutput output, CancellationToken cancellation)
    {
        var start = Plan(task, rank, out var problem);
        if (start is null)
        {
            return Execution.Failed(ErrorType.CannotStart, problem);
        }

        if (!OutputCopy.TryCreate(FileOf(task.Stdout, start, rank), out var outCopy, out var reason))
        {
            return Execution.Failed(ErrorType.CannotStart, reason);
        }

        using (outCopy)
        {
            // Both streams may go to one file.
            var errorCopy = outCopy;
            if ((task.Stderr is null || task.Stderr != task.Stdout) && !OutputCopy.TryCreate(FileOf(task.Stderr, start, rank), out errorCopy, out reason))
            {
                return Execution.Failed(ErrorType.CannotStart, reason);
            }

            using (errorCopy)
            using (var memory = Limits.Guard(TaskResources.Of(task)?.Memory ?? 0))
            {
                return await RunAsync(task, start with { Copies = (outCopy, errorCopy), Memory = memory, Process = rank.Process }, output, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static string? FileOf(string? name, ProgramStart start, RankContext rank) => name is null ? null
        : Path.Combine(start.Directory, rank.Size == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{rank.Rank}"));

    private async Task<Execution> RunAsync(TaskDescription task, ProgramStart start, TaskOutput output, CancellationToken cancellation)
    {
        ProgramEnd end;
        try
        {
            end = await RunAsync(start, output, cancellation).ConfigureAwait(false);
        }
        catch (Win32Exception error)
        {
            return Execution.Failed(ErrorType.CannotStart, ProgramLookup.Refused(start, error.NativeErrorCode, error.Message));
        }

        var outcome = output.Into(new TaskOutcome { ExitCode = end.ExitCode });
        if (end.OutOfMemory is { } figures)
        {
            return Execution.Failed(outcome.With(ErrorType.OutOfMemory, figures));
        }

        var failure = start.Reports ? Explain(task, start, end) : null;
        return failure is var (type, message) ? Execution.Failed(outcome.With(type, message))
            : (start.Copies.Out?.Problem ?? start.Copies.Error?.Problem) is { } incomplete ? Execution.Failed(outcome.With(ErrorType.OutputIncomplete, incomplete))
            : end.ExitCode == 0 ? Execution.Done(outcome)
            : Execution.Failed(outcome with { ErrorKind = ErrorKind.UserError });
    }

    /// <summary>What to start; null = it cannot be started.</summary>
    private ProgramStart? Plan(TaskDescription task, RankContext rank, out string problem)
    {
        var directory = Path.GetFullPath(Path.Combine(home, task.Sandbox ?? ""));
        problem = ArgumentLimit.Problem(task)
            ?? (task.Sandbox is null || Directory.Exists(directory) ? null
                : File.Exists(directory) ? $"the sandbox '{directory}' is not a directory"
                : $"the sandbox '{directory}' does not exist on this worker")
            ?? "";
        if (problem.Length > 0)
        {
            return null;
        }

        var variables = ProgramStart.Variables(task, rank);
        if (ShellLine.IsNeededBy(task))
        {
            if (task is { Mode: TaskMode.Executable, PreExec.IsEmpty: true } && ProgramLookup.Find(task.Executable!, directory, variables.GetValueOrDefault("PATH"), out problem) is null)
            {
                // Nothing runs before the program that could make it appear.
                return null;
            }

            var (arguments, script) = ShellLine.Of(task, ArgumentLimit.Bytes);
            return new ProgramStart(ShellLine.Shell, [.. arguments], variables, directory) { Reports = !task.PreExec.IsEmpty, Script = script };
        }

        return ProgramLookup.Find(task.Executable!, directory, variables.GetValueOrDefault("PATH"), out problem) is { } file
            ? new ProgramStart(file, [task.Executable!, .. task.Arguments], variables, directory)
            : null;
    }

    private async Task<ProgramEnd> RunAsync(ProgramStart start, TaskOutput output, CancellationToken cancellation)
    {
        try
        {
            return OperatingSystem.IsLinux()
                ? LinuxProgram.Run(start, output, grace, shutDown, cancellation)
                : await PortableProgram.RunAsync(start, output, cancellation).ConfigureAwait(false);
        }
        catch (Win32Exception error) when (error.NativeErrorCode == ProgramLookup.Errors.NotExecutable && ProgramLookup.IsText(start.Path))
        {
            // A script whose first line names no interpreter: a shell would run it itself.
            return await RunAsync(
                start with { Path = ShellLine.Shell, Arguments = [ShellLine.Shell, start.Path, .. start.Arguments[1..]] }, output, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What failed before the program of a task with <c>pre_exec</c> ran; null = nothing.</summary>
    private static (ErrorType Type, string Message)? Explain(TaskDescription task, ProgramStart start, ProgramEnd end)
    {
        if (Preparation.Failure(task, end.Report, end.ExitCode) is { } failure)
        {
            return (ErrorType.PreparationFailed, failure);
        }

        if (task.Mode != TaskMode.Executable || end.ExitCode is not (NotExecutable or NotFound))
        {
            return null;
        }

        // Either the shell did not find the program, or the program itself ended with this code.
        var (directory, path) = Preparation.End(end.Report);
        return ProgramLookup.Find(task.Executable!, directory.Length > 0 ? directory : start.Directory, path, out var problem) is null
            ? (ErrorType.CannotStart, problem)
            : null;
    }
}
