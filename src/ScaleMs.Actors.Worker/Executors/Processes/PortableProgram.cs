using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>Runs a program where <see cref="LinuxProgram"/> cannot: through the base library, which has no way to tell it to end.</summary>
internal static class PortableProgram
{
    // See LinuxProgram.
    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc cref="LinuxProgram.Run"/>
    public static async Task<ProgramEnd> RunAsync(ProgramStart start, TaskOutput output, CancellationToken cancellation)
    {
        var report = start.Reports ? Path.GetTempFileName() : null;
        try
        {
            var exitCode = await ExitCodeAsync(report is null ? start : Reporting(start, report), output, cancellation).ConfigureAwait(false);
            return new ProgramEnd(exitCode, report is null ? "" : await File.ReadAllTextAsync(report, CancellationToken.None).ConfigureAwait(false));
        }
        finally
        {
            if (report is not null)
            {
                File.Delete(report);
            }
        }
    }

    /// <summary>Like <paramref name="start"/>, with a file in place of a descriptor that the base library cannot pass.</summary>
    private static ProgramStart Reporting(ProgramStart start, string file) =>
        start with { Arguments = start.Arguments.SetItem(2, $"exec {Preparation.Descriptor}>'{file}'\n{start.Arguments[2]}"), Reports = false };

    private static async Task<int> ExitCodeAsync(ProgramStart start, TaskOutput output, CancellationToken cancellation)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(start.Path, start.Arguments[1..])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = start.Directory,
            },
        };
        process.StartInfo.Environment.Clear();
        foreach (var (name, value) in start.Environment)
        {
            process.StartInfo.Environment[name] = value;
        }

        try
        {
            process.Start();
        }
        catch (Exception error) when (error is InvalidOperationException or IOException)
        {
            throw new Win32Exception(error.Message);
        }

        process.StandardInput.Close();
        using var stdout = process.StandardOutput;
        using var stderr = process.StandardError;
        var reading = Task.WhenAll(
            ReadAsync(stdout.BaseStream, output, OutputStream.Out, start.Copies.Out), ReadAsync(stderr.BaseStream, output, OutputStream.Error, start.Copies.Error));
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        finally
        {
            await Task.WhenAny(reading, Task.Delay(DrainTime, CancellationToken.None)).ConfigureAwait(false);
        }

        return process.ExitCode;
    }

    /// <summary>Reads to the end, even past the limit of what is kept, so that the program never blocks on a full pipe.</summary>
    private static async Task ReadAsync(Stream from, TaskOutput to, OutputStream stream, OutputCopy? copy)
    {
        // See OutputPipe.
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[4096];
        var text = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        try
        {
            int read;
            do
            {
                read = await from.ReadAsync(bytes).ConfigureAwait(false);
                copy?.Write(bytes.AsSpan(0, read));
                to.Append(stream, text.AsSpan(0, decoder.GetChars(bytes, 0, read, text, 0, flush: read == 0)));
            }
            while (read > 0);
        }
        catch (Exception error) when (error is ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The stream was closed while a left-over child held the pipe: what has been read is the output.
        }
    }
}
