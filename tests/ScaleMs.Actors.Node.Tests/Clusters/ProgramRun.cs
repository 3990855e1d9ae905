using System.Diagnostics;

namespace ScaleMs.Actors.Node.Tests.Clusters;

/// <summary>A run of a program of this machine to its end.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record ProgramRun(int Code, string Output, string Errors)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Runs it with additional variables, and with no standard input.</summary>
    public static async Task<ProgramRun> OfAsync(IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Deadline);
            return new ProgramRun(process.ExitCode, await output.WaitAsync(Deadline), await errors.WaitAsync(Deadline));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>The standard output of one that must succeed.</summary>
    public static async Task<string> SucceedsAsync(IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var run = await OfAsync(environment, program, arguments);
        return run.Code == 0
            ? run.Output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {run.Code}: {run.Errors}{run.Output}");
    }
}
