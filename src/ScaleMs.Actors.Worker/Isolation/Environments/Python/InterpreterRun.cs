using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ScaleMs.Actors.Worker.Isolation.Environments.Python;

/// <summary>One run of an interpreter to its end, for which the caller's thread waits.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record InterpreterRun(int ExitCode, ReadOnlyMemory<byte> Output, string Errors)
{
    /// <summary>The standard output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output.Span);

    /// <summary>Runs it.</summary>
    /// <param name="path">Its executable.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input, less than a pipe holds: 64 KiB.</param>
    /// <param name="patience">The time it may take.</param>
    /// <returns>null = it took longer, and has been killed.</returns>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static InterpreterRun? Of(string path, ImmutableArray<string> arguments, ReadOnlySpan<byte> input, TimeSpan patience)
    {
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync();
        var read = process.StandardOutput.BaseStream.CopyToAsync(output);
        try
        {
            process.StandardInput.BaseStream.Write(input);
        }
        catch (IOException)
        {
            // It has ended without reading it, and says why.
        }

        process.StandardInput.BaseStream.Dispose();
#pragma warning disable VSTHRD002 // On a thread that waits for the process anyhow; a child of it may keep its output open.
        if (!process.WaitForExit(patience) || !Task.WaitAll([read, errors], patience))
        {
            process.Kill(entireProcessTree: true);
            return null;
        }

        return new InterpreterRun(process.ExitCode, output.ToArray(), errors.Result);
#pragma warning restore VSTHRD002
    }
}
