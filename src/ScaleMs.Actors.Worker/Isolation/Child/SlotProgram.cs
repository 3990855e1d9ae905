using System.Collections.Concurrent;
using System.Collections.Immutable;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Communication.Messages;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Executors.Versions;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Posix;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>
/// The program of a slot's process: runs the tasks that come as frames, one after another, and reports when each begins and how
/// it ended. Ends, with everything that its tasks have started, when the worker closes the pipe or dies.
/// </summary>
public sealed class SlotProgram
{
    // A task's frame is its payload and its uid; this is far more than a master lets through.
    private const int LongestFrame = 1024 * 1024 * 1024;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(50);

    private readonly SlotDescriptors _descriptors;
    private readonly FrameOutput _frames;
    private readonly FrameReader _reader = new(LongestFrame);
    private readonly ChildQueue _queue = new();
    private readonly string _mark = Environment.GetEnvironmentVariable(ProcessTree.MarkVariable) ?? "";
    private readonly PrintedOutput _printed;
    private readonly PacketSender _packets;
    private readonly ConcurrentDictionary<uint, RankEndpoint> _endpoints = new();
    private readonly ConcurrentDictionary<uint, ChildTask> _begun = new();
    private readonly ChildSubTasks _subTasks;
    private ImmutableArray<CodeIdentity> _code = [];
    private volatile TaskExecutors? _executors;
    private volatile ChildTask? _running;
    private volatile OutputSender? _sender;

    private SlotProgram(SlotDescriptors descriptors)
    {
        (_descriptors, _frames) = (descriptors, new FrameOutput(descriptors.Out));
        _packets = new PacketSender(_frames);
        _subTasks = new ChildSubTasks(_frames, RunNested, _queue.Interrupt);
        _printed = new PrintedOutput(descriptors.Printed, () => _running?.Output);
    }

    /// <summary>Runs until the worker closes the pipe. The calling thread runs the tasks.</summary>
    public static int Run()
    {
        // Signals of the worker's terminal go to the worker only, and processes that a task starts stay below this one.
        _ = LinuxCalls.NewSession();
        _ = LinuxCalls.ProcessControl(LinuxCalls.BecomeSubreaper, 1, 0, 0, 0);
        return new SlotProgram(SlotDescriptors.Take()).RunTasks();
    }

    private int RunTasks()
    {
        TaskExecutors executors;
        ModuleCatalog modules;
        StartFrame start;
        try
        {
            if (!TryReadFrame(out var kind, out var content) || kind != FrameKind.Start)
            {
                return 1;
            }

            start = StartFrame.Parse(content);
            modules = ModuleCatalog.Load(start.Modules);
            if (!start.Versions.IsEmpty)
            {
                AssemblyVersions.Of(start.Modules).Check(start.Versions);
            }

            ConfiguredConverters.Add(start.Converters, modules.TypesNamed);
            executors = new TaskExecutors(
                modules,
                new ExecutorSettings { OutputLimit = start.OutputLimit, TransferLimit = start.TransferLimit, AlsoSearched = start.AlsoSearched, Modes = start.Modes, Limits = MemoryLimits.Parse(start.MemoryLimits) },
                alone: true);
        }
        catch (ScaleMsException error)
        {
            _frames.Send(new RefusedFrame(error.Message));
            return 1;
        }

        new Thread(ReadFrames) { IsBackground = true, Name = "frames" }.Start();
        new Thread(_printed.ReadAll) { IsBackground = true, Name = "output" }.Start();
        new Thread(Flush) { IsBackground = true, Name = "flush" }.Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Exiting();
        _code = modules.Code;
        _frames.Send(new ReadyFrame(_code));
        if (start.WarmsUp)
        {
            WarmUp(executors);
        }

        _executors = executors;
        var wear = new ProcessWear(start);
        while (true)
        {
            if (_queue.TryTake(out var task))
            {
                if (RunOne(task, executors, wear) is { } reason)
                {
                    Leave(reason);
                }
            }
            else
            {
                // No task follows, so the result is sent now.
                _frames.Flush();
                _queue.Wait();
            }
        }
    }

    /// <summary>Runs the code that a task runs, so that the first task does not wait for compilation.</summary>
    private static void WarmUp(TaskExecutors executors)
    {
        var row = SubmissionRows.One(WorkItem.Create("System.Math", "Sqrt", 4.0), default(TaskKey));
        _ = Execute(new ChildTask(0, row, executors.NewOutput()), executors, endpoint: null, subTasks: null).Outcome.ToUtf8Json();
    }

    /// <summary>Runs a task; returns why it must be the last one, see <see cref="ProcessWear.After"/>.</summary>
    private string? RunOne(in TaskFrame frame, TaskExecutors executors, ProcessWear? wear)
    {
        var (waitingSender, waitingTask) = (_sender, _running);
        var sender = new OutputSender(frame.Sequence, _frames);
        var task = new ChildTask(
            frame.Sequence,
            new TaskRow { Key = default, Uid = TaskUid.Parse(frame.Uid), Attempt = 1, Slots = 1, Ranks = frame.Ranks, Kind = frame.Form, Payload = frame.Payload },
            executors.NewOutput(sender));
        (_sender, _running) = (sender, task);
        _begun[frame.Sequence] = task;

        // One write for the end of the previous task and the start of this one.
        _frames.Add(new BegunFrame(frame.Sequence, NowMicroseconds()));
        _frames.Flush();
        _ = _endpoints.TryGetValue(frame.Sequence, out var endpoint);
        ChildSubTasks.Line? line = null;
        var sequence = frame.Sequence;
        var execution = Execute(task, executors, endpoint, endpoint is null ? () => (line ??= _subTasks.Of(sequence)).Client : null);
        line?.Dispose();

        if (endpoint is not null)
        {
            _endpoints.TryRemove(frame.Sequence, out _);
            endpoint.Cancel();
            _packets.SendRest();
        }

        // Before the task counts as ended: what it leaves behind may end this process at any moment, and that failure is the task's.
        var reason = wear?.After(task);
        Settle(endsLeftovers: wear is not null);
        sender.Close();
        (_sender, _running) = (waitingSender, waitingTask);
        _begun.TryRemove(frame.Sequence, out _);

        // Output that bypassed the executors, or came before a cancellation, is not yet in the outcome.
        execution = executors.Bounded(execution with { Outcome = task.Output.Completing(execution.Outcome) });
        _frames.Add(new EndedFrame(frame.Sequence, execution.State, NowMicroseconds(), NumberOf(execution.Code), execution.Outcome.ToUtf8Json()));
        return reason;
    }

    /// <summary>
    /// Runs tasks while another one waits, on a thread of its own, until that goes on. What they leave is dealt with when the outermost task has ended:
    /// until then it cannot be told from what the one that waits has started.
    /// </summary>
    private void RunNested(Func<bool> stillWaits)
    {
        while (stillWaits())
        {
            if (_queue.TryTake(out var task, stillWaits))
            {
                _ = RunOne(task, _executors!, wear: null);
            }
            else
            {
                _frames.Flush();
                _queue.Wait(stillWaits);
            }
        }
    }

    /// <summary>Ends this process; prefetched tasks run in the next one.</summary>
    private void Leave(string reason)
    {
        _frames.Send(new LeavingFrame(reason));
        Die();
    }

    private void Die()
    {
        ProcessTree.Kill(Environment.ProcessId, _mark);
        _ = LinuxCalls.Kill(Environment.ProcessId, LinuxCalls.Sigkill);
    }

    private ushort NumberOf(CodeIdentity? code) => code is null ? (ushort)0 : (ushort)(_code.IndexOf(code) + 1);

    private static Execution Execute(ChildTask task, TaskExecutors executors, RankEndpoint? endpoint, Func<ISubTasks>? subTasks)
    {
        try
        {
#pragma warning disable VSTHRD002 // The thread is for this task only: while the task awaits, it has no other work.
            return executors.RunAsync(task.Row, task.Output, task.Cancellation, endpoint, subTasks).AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (OperationCanceledException) when (task.Cancellation.IsCancellationRequested)
        {
            return new Execution(TaskState.Canceled, new TaskOutcome());
        }
        catch (Exception error)
        {
            // Executors report errors of the user's code; this one is the executor's own, and is the task's outcome all the same.
            return Execution.Failed(ErrorType.Of(error) with { Kind = ErrorKind.Crash }, error.Message);
        }
    }

    /// <summary>Ends what the task has started and left, and waits until its output has been read.</summary>
    private void Settle(bool endsLeftovers)
    {
        if (endsLeftovers && ProcessTree.HasChildren())
        {
            ProcessTree.Kill(Environment.ProcessId, _mark);
            ProcessTree.Reap();
        }

        _printed.Settle();
    }

    /// <summary>Sends output that does not end a line. Not by a timer: work in this thread pool would look like a task's leftovers.</summary>
    private void Flush()
    {
        while (true)
        {
            Thread.Sleep(FlushInterval);
            _sender?.Flush();
        }
    }

    private void Exiting()
    {
        _sender?.Flush();
        _frames.Send(new ExitingFrame(Environment.ExitCode));
    }

    private void ReadFrames()
    {
        var tasks = new List<TaskFrame>();
        try
        {
            while (TryReadFrame(out var kind, out var content))
            {
                tasks.Clear();
                do
                {
                    Handle(kind, content, tasks);
                }
                while (_reader.TryRead(out kind, out content));
                _queue.Add(tasks);
            }
        }
        catch (ProtocolException error)
        {
            Console.Error.WriteLine($"the worker does not speak this process's protocol: {error.Message}");
        }

        // The worker has closed the pipe or is dead.
        Die();
    }

    private void Handle(FrameKind kind, ReadOnlyMemory<byte> content, List<TaskFrame> tasks)
    {
        switch (kind)
        {
            case FrameKind.Task:
                var task = TaskFrame.Parse(content);
                tasks.Add(task with { Payload = task.Payload.ToArray() });
                break;
            case FrameKind.Rank:
                var rank = RankFrame.Parse(content);
                _endpoints[rank.Sequence] = new RankEndpoint(rank.Rank, rank.Size, _packets.Of(rank.Sequence));
                tasks.Add(new TaskFrame(rank.Sequence, rank.Form, rank.Uid, rank.Payload.ToArray()) { Ranks = new RankSpan(rank.Rank, 1, rank.Size) });
                break;
            case FrameKind.PacketTo:
                var packet = PacketFrame.Parse(content);
                if (_endpoints.TryGetValue(packet.Sequence, out var receiver))
                {
                    receiver.Received(packet.Rank, packet.Content);
                }

                break;
            case FrameKind.RankEnded:
                var ended = RankEndedFrame.Parse(content);
                if (_endpoints.TryGetValue(ended.Sequence, out var told))
                {
                    told.Ended(ended.Rank);
                }

                break;
            case FrameKind.Accepted:
                var accepted = AcceptedFrame.Parse(content);
                _subTasks.Accepted(accepted.Request, accepted.Uid);
                break;
            case FrameKind.SubEnded:
                var subEnded = SubEndedFrame.Parse(content);
                _subTasks.Ended(subEnded.Request, subEnded.State, subEnded.Payload.ToArray());
                break;
            case FrameKind.Resume:
                _subTasks.GoOn(ResumeFrame.Parse(content).Sequence);
                break;
            case FrameKind.Cancel when CancelFrame.Parse(content).Sequence is var sequence && _begun.TryGetValue(sequence, out var running):
                // Not on this thread: callbacks that the user's code has registered on the token may take long.
                _ = ThreadPool.UnsafeQueueUserWorkItem(static running => running.Cancel(), running, preferLocal: false);
                break;
            case FrameKind.Revoke:
                _queue.Add(tasks);
                tasks.Clear();
                _frames.Send(new RevokedFrame(_queue.Revoke(RevokeFrame.Parse(content).Sequences)));
                break;
        }
    }

    private bool TryReadFrame(out FrameKind kind, out ReadOnlyMemory<byte> content)
    {
        while (!_reader.TryRead(out kind, out content))
        {
            var count = Descriptor.Read(_descriptors.In, _reader.Free().Span);
            if (count == 0)
            {
                return false;
            }

            _reader.Filled(count);
        }

        return true;
    }

    private static long NowMicroseconds() => TaskTimestamps.ToMicroseconds(DateTimeOffset.UtcNow);
}
