using System.Collections.Concurrent;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>The sub-tasks of the tasks in this process.</summary>
/// <param name="frames">Leads to the worker.</param>
/// <param name="runNested">Runs tasks as long as the one that waits does.</param>
/// <param name="look">Has that look whether it still waits.</param>
internal sealed class ChildSubTasks(FrameOutput frames, Action<Func<bool>> runNested, Action look)
{
    private readonly ConcurrentDictionary<uint, SubTaskClient> _byRequest = new();
    private readonly ConcurrentDictionary<uint, Line> _byTask = new();
    private uint _lastRequest;

    /// <summary>Those of one task.</summary>
    public Line Of(uint sequence)
    {
        var line = new Line(this, sequence);
        _byTask[sequence] = line;
        return line;
    }

    public void Accepted(uint request, string uid)
    {
        if (_byRequest.TryGetValue(request, out var client))
        {
            client.Accepted(request, uid);
        }
    }

    public void Ended(uint request, TaskState state, ReadOnlyMemory<byte> outcome)
    {
        if (_byRequest.TryRemove(request, out var client))
        {
            client.Ended(request, state, outcome);
        }
    }

    public void GoOn(uint sequence)
    {
        if (_byTask.TryGetValue(sequence, out var line))
        {
            line.GoOn();
        }
    }

    /// <summary>Leads from one task to its slot.</summary>
    internal sealed class Line : ISubTaskLine, IDisposable
    {
        private readonly ChildSubTasks _owner;
        private readonly uint _sequence;
        private int _waits;

        public Line(ChildSubTasks owner, uint sequence)
        {
            (_owner, _sequence) = (owner, sequence);
            Client = new SubTaskClient(this, () => Interlocked.Increment(ref owner._lastRequest));
        }

        public SubTaskClient Client { get; }

        public void Submit(uint request, PayloadKind form, byte[] payload)
        {
            _owner._byRequest[request] = Client;
            _owner.Send(new SubmitFrame(_sequence, request, form, payload));
        }

        public void Waits()
        {
            var wait = Interlocked.Increment(ref _waits);
            _owner.Send(new WaitingFrame(_sequence));
            new Thread(() => _owner.Nest(() => Volatile.Read(ref _waits) == wait)) { IsBackground = true, Name = $"{Leftovers.RuntimeThread}nested" }.Start();
        }

        public void WantsToGoOn() => _owner.Send(new ResumingFrame(_sequence));

        public void GoOn()
        {
            Interlocked.Increment(ref _waits);
            _owner.Look();
            Client.GoOn();
        }

        public void Dispose()
        {
            Interlocked.Increment(ref _waits);
            _owner.Look();
            Client.Close();
            _owner._byTask.TryRemove(_sequence, out _);
        }
    }

    private void Look() => look();

    private void Nest(Func<bool> stillWaits) => runNested(stillWaits);

    private void Send<TFrame>(in TFrame frame)
        where TFrame : struct, IFrame<TFrame> => frames.Send(frame);
}
