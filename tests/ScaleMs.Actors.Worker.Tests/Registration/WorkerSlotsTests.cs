using System.Collections.Concurrent;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Registration;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Tests.Registration;

public sealed class WorkerSlotsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Guid Submission = Guid.CreateVersion7();

    private readonly string _deafUntil = SlotFunctions.NewGate();

    private readonly WorkerSlots _slots = new(
        2, new TaskExecutors(new ModuleCatalog([typeof(SlotFunctions).Assembly]), new ExecutorSettings()), TimeProvider.System);

    public WorkerSlotsTests() => _slots.Start();

    public void Dispose()
    {
        SlotFunctions.Open(_deafUntil);
        _slots.Dispose();
    }

    [Fact]
    public void Ten_thousand_short_tasks_end_once_each()
    {
        const int Count = 10_000;
        using var listener = new Listener();
        _slots.Attach(listener);
        foreach (var chunk in Enumerable.Range(0, Count).Select(n => Row(n, "Nothing")).Chunk(500))
        {
            _slots.Board.Add(chunk);
        }

        var results = TakeEnded(listener, Count);
        Assert.Equal(Enumerable.Range(0, Count), results.Select(static r => r.Key.Index).Order());
        Assert.All(results, static r => Assert.Equal(TaskState.Done, r.State));
    }

    [Fact]
    public void What_has_ended_is_held_until_it_is_acknowledged()
    {
        using var listener = new Listener();
        _slots.Attach(listener);
        _slots.Board.Add([Row(0, "Nothing")]);
        ResultRow result = default;
        while (!_slots.TryTakeEnded(out result))
        {
            Assert.Equal([0], _slots.Held().Select(static id => id.Key.Index));
        }

        _slots.Unacknowledged.Add(result, TimeSpan.Zero);
        Assert.Equal([0], _slots.Held().Select(static id => id.Key.Index));

        _slots.Unacknowledged.Remove(Assert.Single(_slots.Unacknowledged.Ids));
        Assert.Empty(_slots.Held());
    }

    [Fact]
    public void A_task_that_is_told_to_end_ends_with_that_reason()
    {
        using var listener = new Listener();
        _slots.Attach(listener);
        _slots.Board.Add([Row(0, "WaitForCancellation")]);
        Assert.True(SpinWait.SpinUntil(() => _slots.Running().Any(), Patience));
        Assert.True(Running().RequestEnd(EndReason.Timeout(1500)));
        var result = Assert.Single(TakeEnded(listener, 1));
        Assert.Equal(TaskState.Failed, result.State);
        Assert.Contains("timeout", TaskOutcome.Parse(result.Payload.Span).Exception, StringComparison.Ordinal);
        Assert.Contains("1.5 s", TaskOutcome.Parse(result.Payload.Span).Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deaf_task_is_given_up_and_its_slot_goes_on()
    {
        using var listener = new Listener();
        _slots.Attach(listener);
        _slots.Board.Add([Deaf(0), Deaf(1)]);
        Assert.True(SpinWait.SpinUntil(() => _slots.Running().Count() == 2, Patience));
        foreach (var slot in _slots.Slots)
        {
            var task = slot.Running!;
            task.RequestEnd(EndReason.Canceled);
            Assert.True(_slots.Abandon(slot, task));
            Assert.False(_slots.Abandon(slot, task));
        }

        Assert.All(TakeEnded(listener, 2), static r => Assert.Equal(TaskState.Canceled, r.State));
        Assert.Equal(2, _slots.Abandoned);

        _slots.Board.Add([Row(2, "Nothing")]);
        Assert.Equal(2, Assert.Single(TakeEnded(listener, 1)).Key.Index);

        // When the unresponsive tasks finally return, no result is reported a second time.
        SlotFunctions.Open(_deafUntil);
        _slots.Board.Add([Row(3, "Nothing"), Row(4, "Nothing")]);
        Assert.Equal([3, 4], TakeEnded(listener, 2).Select(static r => r.Key.Index).Order());
    }

    [Fact]
    public void What_ends_while_nobody_listens_is_kept()
    {
        _slots.Board.Add([Row(0, "Nothing")]);
        Assert.True(SpinWait.SpinUntil(() => _slots.Board.Count == 0 && !_slots.Running().Any(), Patience));
        using var listener = new Listener();
        _slots.Attach(listener);
        listener.ResultsReady();
        Assert.Single(TakeEnded(listener, 1));
    }

    private RunningTask Running() => _slots.Slots.Select(static slot => slot.Running).OfType<RunningTask>().First();

    private List<ResultRow> TakeEnded(Listener listener, int count)
    {
        var results = new List<ResultRow>();
        while (results.Count < count)
        {
            Assert.True(listener.Ready.WaitOne(Patience), $"{results.Count} of {count} results came");
            while (_slots.TryTakeEnded(out var result))
            {
                results.Add(result);
            }
        }

        return results;
    }

    private TaskRow Deaf(int index) => Row(index, nameof(SlotFunctions.Deaf), _deafUntil);

    private static TaskRow Row(int index, string function, params string[] args) => new()
    {
        Key = new TaskKey(Submission, index),
        Uid = TaskUid.Parse($"t{index}"),
        Attempt = 1,
        Slots = 1,
        Payload = SlotFunctions.Item(function, args),
    };

    private sealed class Listener : ISlotListener, IDisposable
    {
        public AutoResetEvent Ready { get; } = new(false);

        public ConcurrentQueue<RunningTask> Timed { get; } = new();

        public void ResultsReady() => Ready.Set();

        public void TimedTaskStarted(Slot slot, RunningTask task) => Timed.Enqueue(task);

        public void StartsToAnnounce()
        {
            // No task that was lost runs here.
        }

        public void EndRunning(Slot slot, RunningTask task, EndReason reason) => slot.End(task, reason);

        public void EndRanks(RankedTask task, EndReason reason)
        {
            // No task here has several ranks.
        }

        public void EndRanksSoon(RankedTask task, EndReason reason)
        {
            // No task here has several ranks.
        }

        public void CodeChanged()
        {
            // Thread slots keep their loaded code.
        }

        public void Logged(Slot slot, string text)
        {
            // Thread slots log nothing.
        }

        public void Logged(string text)
        {
            // For people.
        }

        public void Dispose() => Ready.Dispose();
    }
}
