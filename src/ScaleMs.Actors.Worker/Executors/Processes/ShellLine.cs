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

    /// <summary>Whether a task needs a shell.</summary>
    public static bool IsNeededBy(TaskDescription task) => task.Mode != TaskMode.Executable || !task.PreExec.IsEmpty || !task.PostExec.IsEmpty;

    /// <summary>The arguments for <c>pre_exec</c>, a command line or a program, and <c>post_exec</c>.</summary>
    /// <param name="task">The task.</param>
    /// <param name="longest">Most bytes of an argument; a longer script is the second value, to be read from <see cref="ScriptDescriptor"/>.</param>
    public static (string[] Arguments, string? Script) Of(TaskDescription task, int longest)
    {
        var preparation = task.PreExec.IsEmpty ? "" : Preparation.Script(task.PreExec);
        var replaces = task.PostExec.IsEmpty ? "exec " : "";

        // The program and its arguments are the shell's $0 and $@, so that nothing needs quoting. That of task.proc is a shell expression.
        var (script, named) = task.Mode switch
        {
            TaskMode.Shell when task.PostExec.IsEmpty => (preparation + task.Command, []),
            TaskMode.Shell => ($"{preparation}(\n{task.Command}\n)", []),
            TaskMode.Proc => ($"{preparation}{task.Executable} \"$@\"", task.Arguments.Prepend(Shell)),
            _ => ($"{preparation}{replaces}\"$0\" \"$@\"", task.Arguments.Prepend(task.Executable!)),
        };
        if (!task.PostExec.IsEmpty)
        {
            script += Preparation.ScriptAfter(task.PostExec);
        }

        return Encoding.UTF8.GetByteCount(script) <= longest
            ? ([Shell, "-c", script, .. named], null)
            : ([Shell, "-c", $". /proc/self/fd/{ScriptDescriptor}", .. named.DefaultIfEmpty(Shell)], $"exec {ScriptDescriptor}<&-\n{script}\n");
    }
}
