using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ScaleMs.Actors.Master.Provisioning.Launchers;

/// <summary>One run of a program to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record ShellRun(int ExitCode, string Output, string Errors)
{
    // Of a host on the other side of the world, or a queueing system under load. Nothing that is run here waits for a worker.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What it said, for people.</summary>
    public string Said => (Errors.Trim().Length > 0 ? Errors : Output).Trim();

    /// <summary>Runs a program.</summary>
    /// <param name="command">Its name and arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="LaunchException">It cannot be started, or does not end in time.</exception>
    public static async Task<ShellRun> OfAsync(ImmutableArray<string> command, string input, CancellationToken cancellation)
    {
        using var process = Start(command);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await WriteAsync(process, input, deadline.Token).ConfigureAwait(false);
            var (said, complained) = (await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            return new ShellRun(process.ExitCode, said, complained);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LaunchException(string.Create(CultureInfo.InvariantCulture, $"'{command[0]}' did not end within {Patience.TotalSeconds} s"));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(ImmutableArray<string> command)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            })!;
        }
        catch (Win32Exception error)
        {
            throw new LaunchException($"'{command[0]}' cannot be started: {error.Message}; it was looked for on PATH, {Environment.GetEnvironmentVariable("PATH")}");
        }
    }

    private static async Task WriteAsync(Process process, string input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading all of it, and says why.
        }
    }
}
