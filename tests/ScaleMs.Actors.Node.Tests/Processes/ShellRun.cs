using System.Diagnostics;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>Runs the executable in a line of <c>/bin/sh</c>, to test pipes and closed descriptors.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Standard output of the line.</param>
/// <param name="Errors">Standard error of the line.</param>
internal sealed record ShellRun(int Code, string Output, string Errors)
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="line">The line, with <c>"$@"</c> for the executable and its arguments. Use <c>exit $code</c> to return the executable's exit code.</param>
    /// <param name="arguments">Verb and options.</param>
    public static async Task<ShellRun> OfAsync(string line, params string[] arguments)
    {
        using var directory = new TestDirectory();
        var start = new ProcessStartInfo("/bin/sh", ["-c", line, "sh", .. NodeProcess.Command, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory.Path,
        };
        using var shell = Process.Start(start)!;
        try
        {
            var output = shell.StandardOutput.ReadToEndAsync();
            var errors = shell.StandardError.ReadToEndAsync();
            await shell.WaitForExitAsync().WaitAsync(NodeProcess.Long);
            return new ShellRun(shell.ExitCode, await output.WaitAsync(NodeProcess.Long), await errors.WaitAsync(NodeProcess.Long));
        }
        finally
        {
            if (!shell.HasExited)
            {
                shell.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Checks that the error is a plain message, without a stack trace.</summary>
    public void HasNoTrace()
    {
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Aborted", Errors, StringComparison.Ordinal);
    }
}
