using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>
/// The lines of <c>pre_exec</c> in a shell that reports on a separate descriptor which line it begins, and that it has run all of
/// them. So whether the program ran, and which line failed if it did not, need not be guessed from exit codes.
/// </summary>
internal static class Preparation
{
    /// <summary>
    /// The descriptor on which the shell reports. Shells take descriptors of one digit only; users' own lines tend to open 3 and 9.
    /// </summary>
    public const int Descriptor = 7;

    private const string Through = "through ";

    /// <summary>The lines as a script that stops at the first one that fails, and closes the descriptor at its end.</summary>
    public static string Script(ImmutableArray<string> lines)
    {
        var script = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            // In braces the line runs in the same shell, and programs it starts do not have the descriptor. The first ':' makes a line valid
            // that is empty or a comment. Not '|| exit': before that, 'set -e' within the line would have no effect.
            script.Append(
                CultureInfo.InvariantCulture,
                $"echo {i + 1} >&{Descriptor}\n{{ :; {lines[i]}\n}} {Descriptor}>&-\ncase $? in 0) ;; *) exit $? ;; esac\n");
        }

        return script.Append(CultureInfo.InvariantCulture, $"echo \"{Through}$PWD:${{PATH-}}\" >&{Descriptor}\nexec {Descriptor}>&-\n").ToString();
    }

    /// <summary>
    /// The lines of <c>post_exec</c> as a script after the program: they run if it has ended with 0; the first that fails ends the script with its
    /// exit code, and is named on standard error.
    /// </summary>
    public static string ScriptAfter(ImmutableArray<string> lines)
    {
        var script = new StringBuilder("\ncase $? in 0) ;; *) exit $? ;; esac\n");
        for (var i = 0; i < lines.Length; i++)
        {
            script.Append(
                CultureInfo.InvariantCulture,
                $"{{ :; {lines[i]}\n}}\ncase $? in 0) ;; *) scalems_code=$?; echo \"line {i + 1} of post_exec failed with exit code $scalems_code\" >&2; exit $scalems_code ;; esac\n");
        }

        return script.ToString();
    }

    /// <summary>The lines as a script that then runs its arguments, a program that lasts, and else says on standard error which line failed.</summary>
    public static string ScriptFor(ImmutableArray<string> lines)
    {
        // A line may end the shell, too. Ctrl+C in the worker's terminal is for the worker, which then leaves; it is no failure of a line.
        var script = new StringBuilder("trap '' INT\ntrap 'echo \"line $scalems_line of pre_exec ended with exit code $?\" >&2; exit 1' EXIT\n");
        for (var i = 0; i < lines.Length; i++)
        {
            // The output of the lines would be taken for frames of the program.
            script.Append(
                CultureInfo.InvariantCulture,
                $"scalems_line={i + 1}\n{{ :; {lines[i]}\n}} </dev/null >&2\ncase $? in 0) ;; *) exit $? ;; esac\n");
        }

        return script.Append("trap - EXIT INT\nexec \"$@\"\n").ToString();
    }

    /// <summary>Says which line failed; null when the shell has run all of them.</summary>
    /// <param name="task">The task.</param>
    /// <param name="report">The shell's report.</param>
    /// <param name="exitCode">The shell's exit code.</param>
    public static string? Failure(TaskDescription task, string report, int exitCode)
    {
        var said = report.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (said.Any(static word => word.StartsWith(Through, StringComparison.Ordinal)))
        {
            return null;
        }

        if (said is not [.., var last] || !int.TryParse(last, CultureInfo.InvariantCulture, out var line) || line < 1 || line > task.PreExec.Length)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the shell ended with exit code {exitCode} before the first line; the program did not run");
        }

        var what = exitCode == 0 ? "ended the shell, with exit code 0" : string.Create(CultureInfo.InvariantCulture, $"failed with exit code {exitCode}");
        return string.Create(CultureInfo.InvariantCulture, $"line {line}, '{task.PreExec[line - 1]}', {what}; the program did not run");
    }

    /// <summary>The shell's working directory and PATH after the last line.</summary>
    public static (string Directory, string Path) End(string report)
    {
        var end = report[(report.IndexOf(Through, StringComparison.Ordinal) + Through.Length)..].TrimEnd('\n');

        // A directory with a colon in its name only makes the explanation of a failure vague.
        var colon = Math.Max(0, end.IndexOf(':', StringComparison.Ordinal));
        return (end[..colon], end[(colon + 1)..]);
    }
}
