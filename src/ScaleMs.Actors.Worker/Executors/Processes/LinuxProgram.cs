using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using ScaleMs.Actors.Worker.Posix;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>
/// A program that runs while the calling thread serves it: reads its output, tells it to end, waits for its end. Everything
/// opened for this is closed when the call returns.
/// </summary>
internal sealed class LinuxProgram : IDisposable
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    // Above all descriptor numbers that programs get.
    private const int LeastNumber = 10;

    // The number of pidfd_open since Linux 5.3, on all architectures.
    private const int ProcessDescriptor = 434;
    private const int ForEver = -1;

    /// <summary>Stands for an unknown exit code.</summary>
    private const int Unknown = -1;

    // Interval of checks on programs that were told to end, and on one whose end the system (before Linux 5.3) does not announce: rare
    // enough to cost next to nothing, frequent enough to add no noticeable delay.
    private const int LookInterval = 20;

    // A program that ended may leave children that keep its pipes open; their output is read for at most this long.
    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(500);

    private readonly StringBuilder _report = new();
    private readonly OutputPipe[] _pipes;
    private readonly int _wake;
    private readonly int _process;
    private readonly int _end = -1;
    private readonly MemoryGuard? _memory;
    private readonly ProgramProcess? _known;
    private int? _status;
    private string? _outOfMemory;

    private LinuxProgram(ProgramStart start, TaskOutput output)
    {
        _pipes =
        [
            new OutputPipe(text => output.Append(OutputStream.Out, text), start.Copies.Out),
            new OutputPipe(text => output.Append(OutputStream.Error, text), start.Copies.Error),
            new OutputPipe(text => _report.Append(text)),
        ];
        _memory = start.Memory;
        _wake = Descriptor.New(static () => LinuxCalls.Event(0, LinuxCalls.CloseOnExec), "eventfd");
        try
        {
            _process = Start(start);
        }
        catch
        {
            Dispose();
            throw;
        }

        _memory?.Add(_process);
        _known = start.Process;
        _known?.Id = _process;
        _end = (int)LinuxCalls.SystemCall(ProcessDescriptor, _process, 0, 0);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="start">The program.</param>
    /// <param name="output">Takes the program's output.</param>
    /// <param name="grace">Grace period after it was told to end; then it is killed, with everything that it has started.</param>
    /// <param name="shutDown">Ends the grace period.</param>
    /// <param name="cancellation">Tells the program to end.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">For <paramref name="cancellation"/>, after the program's end.</exception>
    public static ProgramEnd Run(
        ProgramStart start, TaskOutput output, TimeSpan grace, CancellationToken shutDown, CancellationToken cancellation)
    {
        using var program = new LinuxProgram(start, output);
        using (cancellation.UnsafeRegister(static program => ((LinuxProgram)program!).Wake(), program))
        {
            program.Attend(grace, shutDown, cancellation);
        }

        program.Reap(wait: true);
        program.Drain();
        cancellation.ThrowIfCancellationRequested();
        return new ProgramEnd(program._status ?? Unknown, program._report.ToString(), program._outOfMemory ?? (program._memory is { MustLook: false } group ? group.Exceeded() : null));
    }

    public void Dispose()
    {
        foreach (var pipe in _pipes)
        {
            pipe.Dispose();
        }

        _ = LinuxCalls.Close(_wake);
        if (_end >= 0)
        {
            _ = LinuxCalls.Close(_end);
        }
    }

    private int Start(ProgramStart start)
    {
        var script = -1;
        try
        {
            var used = start.Reports ? _pipes : _pipes.AsSpan(0, 2);
            foreach (var pipe in used)
            {
                pipe.Open(LeastNumber);
            }

            List<(int Here, int There)> descriptors = [(_pipes[0].WriteEnd, StandardOutput), (_pipes[1].WriteEnd, StandardError)];
            if (start.Reports)
            {
                descriptors.Add((_pipes[2].WriteEnd, Preparation.Descriptor));
            }

            if (start.Script is { } text)
            {
                script = ScriptFile(text);
                descriptors.Add((script, ShellLine.ScriptDescriptor));
            }

            var error = Spawn.Start(
                start.Path,
                start.Arguments,
                [.. start.Environment.Select(static variable => $"{variable.Key}={variable.Value}")],
                start.Directory,
                CollectionsMarshal.AsSpan(descriptors),
                out var process);
            foreach (var pipe in used)
            {
                pipe.Started();
            }

            return error == 0 ? process : throw new Win32Exception(error);
        }
        finally
        {
            if (script >= 0)
            {
                _ = LinuxCalls.Close(script);
            }
        }
    }

    private static int ScriptFile(string text)
    {
        var file = Descriptor.Above(
            Descriptor.New(static () => LinuxCalls.MemoryFile("script", LinuxCalls.CloseOnExecFlag), "memfd_create"), LeastNumber);
        _ = Descriptor.Write(file, Encoding.UTF8.GetBytes(text));
        return file;
    }

    /// <summary>Returns when the program has ended or, if it was told to end, when every process that was told has ended or been killed.</summary>
    private void Attend(TimeSpan grace, CancellationToken shutDown, CancellationToken cancellation)
    {
        var looked = TimeProvider.System.GetTimestamp();
        while (!cancellation.IsCancellationRequested)
        {
            Await(_wake, _end, _end < 0 ? LookInterval : _memory is { MustLook: true } ? MemoryGuard.LookMilliseconds : ForEver);
            if (Reap(wait: false))
            {
                return;
            }

            if (_memory is { MustLook: true } && TimeProvider.System.GetElapsedTime(looked).TotalMilliseconds >= MemoryGuard.LookMilliseconds)
            {
                looked = TimeProvider.System.GetTimestamp();
                _outOfMemory = _memory.Exceeded();
                if (_outOfMemory is not null)
                {
                    ProcessTree.Kill(ProcessTree.Members(_process));
                    return;
                }
            }
        }

        // A shell may end at once while the program that it has started still writes its last file: each one has the grace period.
        var told = ProcessTree.Terminate(_process);
        var begun = TimeProvider.System.GetTimestamp();
        while (ProcessTree.AnyLives(told))
        {
            if (shutDown.IsCancellationRequested || (grace >= TimeSpan.Zero && TimeProvider.System.GetElapsedTime(begun) >= grace))
            {
                ProcessTree.Kill(told);
                return;
            }

            Await(-1, -1, LookInterval);
        }
    }

    /// <summary>Reads the remaining output while processes keep the pipes open, for a bounded time.</summary>
    private void Drain()
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (_pipes[..2].Any(static pipe => pipe.ReadEnd >= 0) && DrainTime - TimeProvider.System.GetElapsedTime(begun) is var left && left > TimeSpan.Zero)
        {
            Await(-1, -1, (int)Math.Ceiling(left.TotalMilliseconds));
        }

        // The shell has ended, so its report is complete; a child that it left may have the pipe open.
        while (_pipes[2].ReadEnd >= 0 && Descriptor.Unread(_pipes[2].ReadEnd) > 0)
        {
            _pipes[2].Read();
        }
    }

    /// <summary>Waits for output or for one of two other descriptors to become readable; reads the output.</summary>
    private void Await(int first, int second, int milliseconds)
    {
        Span<LinuxCalls.PollEntry> entries =
        [
            Entry(_pipes[0].ReadEnd), Entry(_pipes[1].ReadEnd), Entry(_pipes[2].ReadEnd), Entry(first), Entry(second),
        ];
        if (LinuxCalls.Poll(entries, (ulong)entries.Length, milliseconds) <= 0)
        {
            return;
        }

        for (var i = 0; i < _pipes.Length; i++)
        {
            if (entries[i].Seen != 0)
            {
                _pipes[i].Read();
            }
        }
    }

    private static LinuxCalls.PollEntry Entry(int descriptor) => new() { Descriptor = descriptor, Wanted = LinuxCalls.Readable };

    /// <summary>True when the program has ended.</summary>
    private bool Reap(bool wait)
    {
        if (_status is null)
        {
            int result;
            int status;
            do
            {
                result = LinuxCalls.WaitFor(_process, out status, wait ? 0 : LinuxCalls.NoHang);
            }
            while (result < 0 && Marshal.GetLastPInvokeError() == LinuxCalls.Interrupted);

            // The low seven bits are the signal that ended it. If other code has already reaped the process, its exit code is unknown.
            if (result != 0)
            {
                _known?.Id = 0;
            }

            _status = result == 0 ? null : result < 0 ? Unknown : (status & 0x7f) is var signal and not 0 ? 128 + signal : (status >> 8) & 0xff;
        }

        return _status is not null;
    }

    private void Wake()
    {
        ReadOnlySpan<byte> one = [1, 0, 0, 0, 0, 0, 0, 0];
        _ = Descriptor.Write(_wake, one);
    }
}
