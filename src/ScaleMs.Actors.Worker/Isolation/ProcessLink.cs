using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Links;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>A process of the slot's own, at the other end of its standard streams.</summary>
#pragma warning disable CA1001 // What belongs to it is disposed of at its end.
internal sealed class ProcessLink : SlotLink
#pragma warning restore CA1001
{
    // A process that has closed its pipes has ended, or is about to.
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly Process _process;
    private readonly int _id;
    private readonly Stream _input;
    private readonly PipeStream _output;
    private readonly PipeStream _errors;

    /// <summary>Starts a process.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public ProcessLink(SlotEnvironment environment)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(environment.Command.Program, environment.Command.Arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        environment.SetVariables(_process.StartInfo);
        _process.StartInfo.Environment[ProcessTree.MarkVariable] = _mark;
        _process.Start();
        _id = _process.Id;
        _input = _process.StandardInput.BaseStream;
        (_output, _errors) = ((PipeStream)_process.StandardOutput.BaseStream, (PipeStream)_process.StandardError.BaseStream);
    }

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"slot-process-{_id}");

    public override int ProcessId => _id;

    public override int Output => (int)_output.SafePipeHandle.DangerousGetHandle();

    public override int Errors => (int)_errors.SafePipeHandle.DangerousGetHandle();

    public override void Write(ReadOnlySpan<byte> frames)
    {
        try
        {
            _input.Write(frames);
        }
        catch (ObjectDisposedException error)
        {
            throw new IOException("the pipe is closed", error);
        }
    }

    public override void Kill() => ProcessTree.Kill(_id, _mark);

    // Not through the writer, which would flush although it never buffers, and may already be closed.
    public override void Close() => _input.Dispose();

    public override LinkEnd End()
    {
        var ended = _process.WaitForExit(EndTime);
        var end = new LinkEnd(ended ? _process.ExitCode : null);

        // Process does not close its streams; they would be left to the garbage collector.
        _input.Dispose();
        _output.Dispose();
        _errors.Dispose();
        _process.Dispose();
        return end;
    }
}
