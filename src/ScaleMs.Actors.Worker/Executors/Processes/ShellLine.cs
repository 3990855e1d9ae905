using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>Builds the shell's arguments for tasks that need a shell.</summary>
internal static class ShellLine
{
    /// <summary>The shell.</summary>
    public const string Shell = "/bin/sh";

    /// <summary>The descriptor from which it reads a script that is too long for an argument.</summary>
    public const int ScriptDescriptor = 8;

    /// <summary>The arguments for <c>pre_exec</c> and a command line or a program.</summary>
    /// <param name="task">The task.</param>
    /// <param name="longest">Most bytes of an argument; a longer script is the second value, to be read from <see cref="ScriptDescriptor"/>.</param>
    public static (string[] Arguments, string? Script) Of(TaskDescription task, int longest)
    {
        var preparation = task.PreExec.IsEmpty ? "" : Preparation.Script(task.PreExec);

        // The program and its arguments are the shell's $0 and $@, so that nothing needs quoting.
        var (script, named) = task.Mode == TaskMode.Shell
            ? (preparation + task.Command, [])
            : (preparation + "exec \"$0\" \"$@\"", new[] { task.Executable! }.Concat(task.Arguments));
        return Encoding.UTF8.GetByteCount(script) <= longest
            ? ([Shell, "-c", script, .. named], null)
            : ([Shell, "-c", $". /proc/self/fd/{ScriptDescriptor}", .. named.DefaultIfEmpty(Shell)], $"exec {ScriptDescriptor}<&-\n{script}\n");
    }
}
