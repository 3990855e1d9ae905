using System.Text;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Files;
using ScaleMs.Actors.Worker.Registration;
using ScaleMs.Actors.Worker.Slots;
using ScaleMs.Actors.Worker.Tests.Executors;

namespace ScaleMs.Actors.Worker.Tests.Slots;

/// <summary>Slots of this process, for tasks as the master sends them.</summary>
internal sealed class RankBench : ISlotListener, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Guid Submission = Guid.CreateVersion7();

    private readonly AutoResetEvent _ready = new(false);
    private int _index;

    public RankBench(int slots, FilesSettings? files = null, long diskReserve = 0)
    {
        Slots = new WorkerSlots(
            slots, new TaskExecutors(new ModuleCatalog([typeof(SampleFunctions).Assembly]), new ExecutorSettings()), TimeProvider.System, files: files)
        {
            DiskReserve = diskReserve,
        };
        Slots.Attach(this);
        Slots.Start();
    }

    public WorkerSlots Slots { get; }

    /// <summary>True = ranks that should end soon end at once.</summary>
    public bool HasNoGrace { get; init; }

    public TaskRow Task(string description)
    {
        var task = TaskDescription.Parse(Encoding.UTF8.GetBytes(description));
        return new TaskRow
        {
            Key = new TaskKey(Submission, _index++),
            Uid = TaskUid.Parse($"t{_index}"),
            Attempt = 1,
            Slots = task.Slots,
            Ranks = RankSpan.All(task.Ranks),
            Kind = PayloadKind.Description,
            Resources = TaskResources.Of(task),
            Payload = Encoding.UTF8.GetBytes(description),
        };
    }

    /// <summary>A function of <see cref="SampleFunctions"/> that gets the communicator last.</summary>
    public TaskRow Function(string function, int ranks, string args = "") => Task(
        $$$"""
        {"mode": "task.function", "function": "run_in_worker", "ranks": {{{ranks}}},
         "kwargs": {"work_item": {"module": "{{{typeof(SampleFunctions).FullName}}}", "func": "{{{function}}}", "args": [{{{args}}}], "comm_arg_name": ""} } }
        """);

    public (TaskState State, TaskOutcome Outcome) Run(TaskRow row)
    {
        Slots.Add([row]);
        var result = Take();
        return (result.State, TaskOutcome.Parse(result.Payload.Span));
    }

    public ResultRow Take()
    {
        ResultRow result;
        while (!Slots.TryTakeEnded(out result))
        {
            Assert.True(_ready.WaitOne(Patience), "no result came");
        }

        return result;
    }

    public void ResultsReady() => _ready.Set();

    public void EndRanks(RankedTask task, EndReason reason)
    {
        foreach (var slot in Slots.Slots)
        {
            if (slot.Running is { } running && running.Id == task.Id)
            {
                slot.End(running, reason);
            }
        }
    }

    public void EndRanksSoon(RankedTask task, EndReason reason)
    {
        if (HasNoGrace)
        {
            task.End(reason);
        }
    }

    public void EndRunning(Slot slot, RunningTask task, EndReason reason) => slot.End(task, reason);

    public void TimedTaskStarted(Slot slot, RunningTask task)
    {
        // No task here has a time limit.
    }

    public void StartsToAnnounce()
    {
        // No task that was lost runs here.
    }

    public void CodeChanged()
    {
        // These slots keep the code that they have.
    }

    public void Logged(Slot slot, string text)
    {
        // These slots log nothing.
    }

    public void Logged(string text)
    {
        // For people.
    }

    public void Dispose()
    {
        Slots.Dispose();
        _ready.Dispose();
    }
}
