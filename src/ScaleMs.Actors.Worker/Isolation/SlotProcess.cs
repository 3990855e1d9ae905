using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Isolation.Links;
using ScaleMs.Actors.Worker.Isolation.Machine;
using ScaleMs.Actors.Worker.Mpi;
using ScaleMs.Actors.Worker.Posix;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>The worker's side of one slot's process. A dedicated thread reads its output.</summary>
internal sealed class SlotProcess
{
    // Enough for the last exception of an interpreter that does not start.
    private const int MostErrorsBeforeStart = 8 * 1024;

    private readonly SlotLink _link;
    private readonly FrameReader _reader;

    /// <summary>Held while a frame is written: ranks send to each other on the threads that read from them.</summary>
    private readonly Lock _writing = new();
    private readonly byte[] _errorBytes = new byte[64 * 1024];
    private readonly Decoder _errorDecoder = Encoding.UTF8.GetDecoder();
    private readonly TimeSpan _startDeadline;
    private DeviceLease? _lease;
    private MemoryGuard? _memory;
    private long _lookedAt;
    private string? _outOfMemory;
    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private readonly StringBuilder _errorsBeforeStart = new();
    private bool _started;
    private int? _announced;
    private string? _reason;
    private ImmutableArray<CodeIdentity> _code = [];

    private SlotProcess(SlotLink link, SlotEnvironment environment, ISlotProcessOwner owner)
    {
        // The largest outcome of a task, and the fields around it.
        _reader = new FrameReader(environment.Start.TransferLimit + (64 * 1024));
        (_link, Events, _startDeadline) = (link, owner, environment.StartDeadline);
    }

    /// <summary>Receives what the process sends.</summary>
    public ISlotProcessOwner Events { get; }

    /// <summary>Whether its agent takes <see cref="RawTexts"/>; known before it gets a task.</summary>
    public bool TakesRaw { get; private set; }

    /// <summary>Its number, once it is connected; 0 = not known.</summary>
    public int ProcessId => _link.ProcessId;

    /// <summary>Its rank of an MPI world; null = it is in none.</summary>
    public RankLink? Rank => _link as RankLink;

    /// <summary>Starts a process. Its owner receives events from <see cref="Listen"/> on.</summary>
    /// <param name="environment">What kind of process.</param>
    /// <param name="slot">Number of the slot.</param>
    /// <param name="warmsUp">See <see cref="StartFrame.WarmsUp"/>.</param>
    /// <param name="owner">Receives what the process sends.</param>
    /// <param name="leases">Cores and GPUs that it may claim.</param>
    /// <param name="limits">How its memory is limited.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static SlotProcess Start(SlotEnvironment environment, int slot, bool warmsUp, ISlotProcessOwner owner, DeviceLeases leases, MemoryLimits limits)
    {
        if (environment.Worlds is { } worlds)
        {
            return new SlotProcess(worlds.Join(slot, owner.Outdated), environment, owner) { _memory = limits.Guard(environment.Claim.Memory) };
        }

        var lease = environment.Claim.IsForOneTask ? leases.Enter(environment.Claim) : null;
        ProcessLink link;
        try
        {
            link = Affinity.On(lease?.Cores ?? [], () => new ProcessLink(environment));
        }
        catch
        {
            lease?.Dispose();
            throw;
        }

        var started = new SlotProcess(link, environment, owner) { _lease = lease, _memory = limits.Guard(environment.Claim.Memory) };
        started._memory?.Add(link.ProcessId);
        var frames = new FrameBuffer();
        frames.Add(environment.Start with { WarmsUp = warmsUp });
        started.Send(frames);
        return started;
    }

    /// <summary>Starts the thread that reports the process's events to the owner; called once.</summary>
    public void Listen() => new Thread(ReadAll) { IsBackground = true, Name = _link.Name }.Start();

    /// <summary>Sends frames, waiting for the process to take them. Frames that it cannot take because it has ended are dropped.</summary>
    public void Send(FrameBuffer frames)
    {
        try
        {
            lock (_writing)
            {
                _link.Write(frames.Written);
            }
        }
        catch (IOException)
        {
            // The reading thread reports the process's end.
        }
    }

    /// <summary>Kills the process and everything that it has started. Its end is reported like any other.</summary>
    public void Kill() => _link.Kill();

    /// <summary>Lets the process end by itself: it ends when it has read all its input.</summary>
    public void Close() => _link.Close();

    private void ReadAll()
    {
        _reason = _link.Connect(_startDeadline);
        if (_reason is null)
        {
            try
            {
                if (Rank is not null)
                {
                    _memory?.Add(_link.ProcessId);
                }

                ReadFrames();
            }
            catch (ProtocolException error)
            {
                _reason = $"the slot's process broke the protocol: {error.Message}";
            }
        }

        _link.Kill();
        ReadErrors(wait: false);
        var end = End(_link.End());
        _lease?.Dispose();
        _memory?.Dispose();
        Events.Died(end);
    }

    private void ReadFrames()
    {
        var output = _link.Output;
        Span<LinuxCalls.PollEntry> entries =
        [
            new LinuxCalls.PollEntry { Descriptor = output, Wanted = LinuxCalls.Readable },
            new LinuxCalls.PollEntry { Descriptor = _link.Errors, Wanted = LinuxCalls.Readable },
            new LinuxCalls.PollEntry { Descriptor = _link.Closed, Wanted = LinuxCalls.Readable },
        ];
        while (true)
        {
            _ = LinuxCalls.Poll(entries, (ulong)entries.Length, Longest());
            if (UsesTooMuch())
            {
                return;
            }

            if (entries[0].Seen != 0 && !ReadFrames(output))
            {
                return;
            }

            if (entries[1].Seen != 0)
            {
                // A task's start is written before any of its output, and its end only after its output has been read.
                while (Descriptor.Unread(output) > 0)
                {
                    if (!ReadFrames(output))
                    {
                        return;
                    }
                }

                if (!ReadErrors(wait: true))
                {
                    entries[1].Descriptor = -1;
                }
            }

            if (entries[2].Seen != 0)
            {
                return;
            }

            if (LeftToStart() == 0)
            {
                _reason = string.Create(CultureInfo.InvariantCulture, $"it was not ready within {_startDeadline.TotalSeconds} s");
                return;
            }
        }
    }

    /// <summary>Milliseconds for which it may be silent; -1 = for ever.</summary>
    private int Longest() => _memory is not { MustLook: true } ? LeftToStart()
        : _started ? MemoryGuard.LookMilliseconds : Math.Min(LeftToStart(), MemoryGuard.LookMilliseconds);

    /// <summary>Looks at its memory, if it is time.</summary>
    private bool UsesTooMuch()
    {
        if (_memory is not { MustLook: true } || TimeProvider.System.GetElapsedTime(_lookedAt).TotalMilliseconds < MemoryGuard.LookMilliseconds)
        {
            return false;
        }

        _lookedAt = TimeProvider.System.GetTimestamp();
        _outOfMemory = _memory.Exceeded();
        return _outOfMemory is not null;
    }

    /// <summary>Milliseconds until it must be ready; -1 = it is.</summary>
    private int LeftToStart() =>
        _started ? -1 : (int)Math.Ceiling(Math.Clamp((_startDeadline - TimeProvider.System.GetElapsedTime(_begun)).TotalMilliseconds, 0, int.MaxValue));

    /// <summary>Reads and handles frames; false at the end.</summary>
    private bool ReadFrames(int descriptor)
    {
        var count = Descriptor.Read(descriptor, _reader.Free().Span);
        if (count == 0)
        {
            return false;
        }

        _reader.Filled(count);
        while (_reader.TryRead(out var kind, out var content))
        {
            Handle(kind, content);
        }

        Events.CaughtUp();
        return true;
    }

    private void Handle(FrameKind kind, ReadOnlyMemory<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Begun:
                Events.Begun(BegunFrame.Parse(content));
                break;
            case FrameKind.Ended:
                var ended = EndedFrame.Parse(content);
                Events.Ended(OutOfMemory(ended), CodeOf(ended));
                break;
            case FrameKind.Output:
                var output = OutputFrame.Parse(content);
                Events.Printed(output.Sequence, output.Stream, Encoding.UTF8.GetString(output.Utf8.Span));
                break;
            case FrameKind.Revoked:
                Events.Revoked(RevokedFrame.Parse(content).Sequences);
                break;
            case FrameKind.Ready:
                SetStarted();
                (_code, TakesRaw) = ReadyFrame.Parse(content);
                Events.Ready(_code);
                break;
            case FrameKind.Refused:
                _reason = RefusedFrame.Parse(content).Reason;
                break;
            case FrameKind.Leaving:
                _link.Leaving();
                Events.Leaving(LeavingFrame.Parse(content));
                break;
            case FrameKind.Code:
                var loaded = CodeFrame.Parse(content).Module;
                _code = _code.Add(loaded.Code);
                Events.LoadedModule(loaded);
                break;
            case FrameKind.PacketFrom:
                Events.Packet(PacketFrame.Parse(content));
                break;
            case FrameKind.Submit:
                Events.Submit(SubmitFrame.Parse(content));
                break;
            case FrameKind.Waiting:
                Events.Waiting(WaitingFrame.Parse(content).Sequence);
                break;
            case FrameKind.Resuming:
                Events.Resuming(ResumingFrame.Parse(content).Sequence);
                break;
            case FrameKind.Exiting:
                _announced = ExitingFrame.Parse(content).Code;
                break;
            default:
                throw new ProtocolException($"a frame of the unknown kind {(byte)kind}");
        }
    }

    /// <summary>The system may have killed a process that the task has started, and the task not know why.</summary>
    private EndedFrame OutOfMemory(in EndedFrame ended) => _memory is { MustLook: false } && _memory.Exceeded() is { } figures
        ? ended with { State = TaskState.Failed, Payload = TaskOutcome.ParseOrError(ended.Payload.Span).With(ErrorType.OutOfMemory, figures).ToUtf8Json() }
        : ended;

    /// <summary>What it says before it can run tasks explains why it cannot, if it ends.</summary>
    private void Printed(ReadOnlySpan<char> text)
    {
        if (_started)
        {
            Events.PrintedRaw(text);
        }
        else
        {
            _errorsBeforeStart.Append(text);
            _errorsBeforeStart.Remove(0, Math.Max(0, _errorsBeforeStart.Length - MostErrorsBeforeStart));
        }
    }

    private void SetStarted()
    {
        _started = true;
        if (_errorsBeforeStart.Length > 0)
        {
            Events.PrintedRaw(_errorsBeforeStart.ToString());
            _errorsBeforeStart.Clear();
        }
    }

    private SlotProcessEnd End(in LinkEnd link)
    {
        var end = new SlotProcessEnd(_started, _announced, link.ExitCode, _reason)
        {
            IsInnocent = link.IsInnocent,
            WithWorld = link.WithWorld,
            OutOfMemory = _outOfMemory ?? (_memory is { MustLook: false } ? _memory.Exceeded() : null),
        };
        if (_started)
        {
            if (link.Said.Length > 0)
            {
                Events.PrintedRaw(link.Said);
            }

            return end;
        }

        var reason = _reason ?? $"it ended with exit code {link.ExitCode} before it was ready";
        var said = (_reason is null ? _errorsBeforeStart + link.Said : link.Said).Trim();
        return end with { Reason = said.Length > 0 ? $"{reason}, and said: {said}" : reason };
    }

    private CodeIdentity? CodeOf(in EndedFrame ended) =>
        ended.Code == 0 ? null
        : ended.Code <= _code.Length ? _code[ended.Code - 1]
        : throw new ProtocolException($"a task ended with code {ended.Code} of {_code.Length}");

    /// <summary>Reads what the process has printed.</summary>
    /// <param name="wait">True = wait for output or the end; false = read what is there now.</param>
    /// <returns>False at the end.</returns>
    private bool ReadErrors(bool wait)
    {
        var descriptor = _link.Errors;
        if (descriptor < 0)
        {
            return false;
        }

        Span<char> text = stackalloc char[1024];
        do
        {
            if (!wait && Descriptor.Unread(descriptor) == 0)
            {
                return false;
            }

            var count = Descriptor.Read(descriptor, _errorBytes);
            if (count == 0)
            {
                return false;
            }

            for (var bytes = _errorBytes.AsSpan(0, count); !bytes.IsEmpty;)
            {
                _errorDecoder.Convert(bytes, text, flush: false, out var used, out var length, out _);
                Printed(text[..length]);
                bytes = bytes[used..];
            }
        }
        while (!wait);
        return true;
    }
}
