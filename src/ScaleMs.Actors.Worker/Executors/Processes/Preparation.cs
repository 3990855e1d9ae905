using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>
/// The lines of <c>pre_exec</c> in a shell that reports on a descriptor of its own which line it begins, and that it is through all of
/// them. So it is known without guessing from exit codes whether the program ran, and which line failed if it did not.
/// </summary>
internal static class Preparation
{
    /// <summary>
    /// Where the shell reports. Shells know descriptors of one digit only; 3 and 9 are those that lines of users open themselves.
    /// </summary>
    public const int Descriptor = 7;

    private const string Through = "through ";

    /// <summary>The lines as a script that ends where one of them fails, and closes the descriptor at its end.</summary>
    public static string Script(ImmutableArray<string> lines)
    {
        var script = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            // In braces the line is in the same shell, and what it starts does not have the descriptor. The first ':' makes a line valid
            // that is empty or a comment. Not '|| exit': in front of that, 'set -e' within the line would have no effect.
            script.Append(
                CultureInfo.InvariantCulture,
                $"echo {i + 1} >&{Descriptor}\n{{ :; {lines[i]}\n}} {Descriptor}>&-\ncase $? in 0) ;; *) exit $? ;; esac\n");
        }

        return script.Append(CultureInfo.InvariantCulture, $"echo \"{Through}$PWD:${{PATH-}}\" >&{Descriptor}\nexec {Descriptor}>&-\n").ToString();
    }

    /// <summary>Says which line failed; null when the shell was through all of them.</summary>
    /// <param name="task">The task.</param>
    /// <param name="report">What the shell reported.</param>
    /// <param name="exitCode">How it ended.</param>
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

    /// <summary>Where the shell stood, and its PATH, when it was through.</summary>
    public static (string Directory, string Path) End(string report)
    {
        var end = report[(report.IndexOf(Through, StringComparison.Ordinal) + Through.Length)..].TrimEnd('\n');

        // A directory with a colon in its name makes the explanation of a failure vague, nothing else.
        var colon = Math.Max(0, end.IndexOf(':', StringComparison.Ordinal));
        return (end[..colon], end[(colon + 1)..]);
    }
}
