using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Machine;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

/// <summary>
/// A slot around a machine without threads: a real board, a <see cref="FakeProcess"/>, and a slot's thread that takes one step per
/// call. Every effect that the machine requests is checked against the state at that moment.
/// </summary>
internal sealed partial class SlotBench(int slots = 2, bool startsAtOnce = false)
{
    private static readonly Guid Submission = Guid.CreateVersion7();

    private readonly List<SlotEffect> _effects = [];
    private readonly List<TaskRow> _taken = [];
    private SlotStep? _step;
    private bool _isWoken;
    private int _takenSlots;

    /// <summary>That of the worker's own processes.</summary>
    public static SlotEnvironment Workers { get; } = new("worker's own", new SlotCommand("none", []), default) { IsWorkers = true };

    /// <summary>That of an interpreter.</summary>
    public static SlotEnvironment Interpreter { get; } = new("interpreter", new SlotCommand("none", []), default);

    /// <summary>One for which no process can be started.</summary>
    public static SlotEnvironment Impossible { get; } = new("impossible", new SlotCommand("none", []), default) { Problem = "there is no interpreter" };

    public SlotMachine Machine { get; } = new(outputLimit: 1000, startsAtOnce ? Workers : null);

    /// <summary>Processes that were put aside.</summary>
    public List<FakeProcess> Aside { get; } = [];

    public SlotBoard Board { get; } = new(slots);

    public List<BenchTask> Tasks { get; } = [];

    /// <summary>The slot's running task.</summary>
    public RunningTask? Running { get; private set; }

    public FakeProcess? Process { get; private set; }

    public SlotStep? Step => _step;

    public List<TimeSpan> Pauses { get; } = [];

    public List<string> Logged { get; } = [];

    public List<string> CannotStart { get; } = [];

    public TimeSpan Now { get; set; }

    public bool IsStopped { get; private set; }

    private SlotTime Time => new(Now, (long)Now.TotalMicroseconds);

    public BenchTask Add(int taskSlots = 1, int attempt = 1, bool isProgram = false, SlotEnvironment? environment = null)
    {
        var task = new BenchTask(new TaskRow
        {
            Runtime = environment is null ? null : new TaskRuntime { Name = environment.Name },
            Key = new TaskKey(Submission, Tasks.Count),
            Uid = TaskUid.Parse($"t{Tasks.Count}"),
            Attempt = attempt,
            Slots = taskSlots,
            Kind = isProgram ? PayloadKind.Description : PayloadKind.WorkItem,
            Payload = isProgram ? """{"mode": "task.executable", "executable": "true"}"""u8.ToArray() : default,
        });
        Tasks.Add(task);
        Board.Add([task.Row]);
        return task;
    }

    /// <summary>The slot's thread does its current step, if it can, and asks for the next one.</summary>
    public void RunThread(bool fails = false)
    {
        switch (_step)
        {
            case SlotStep.TakeFirst when !TryTake():
            case SlotStep.Wait { Longest: var longest } when longest == Timeout.InfiniteTimeSpan && !_isWoken:
            case SlotStep.End:
                return;
            case SlotStep.Start when fails:
                Raise(effects => Machine.CouldNotStart("no such program", Time, effects));
                break;
            case SlotStep.Start({ } environment, _) when Aside.Find(process => process.Environment == environment) is { } kept:
                Assert.Null(Process);
                Aside.Remove(kept);
                Process = kept;
                Raise(effects => Machine.Resumed(kept.State!, effects));
                break;
            case SlotStep.Start({ } environment, _):
                Assert.Null(Process);
                Process = new FakeProcess(environment);
                Raise(Machine.Started);
                break;
            case SlotStep.Announce when !fails && !IsStopped:
                Machine.Acknowledged();
                break;
            case SlotStep.Announce when !IsStopped:
                return;
            case SlotStep.Wait:
                _isWoken = false;
                break;
            case SlotStep.Pause(var time):
                Pauses.Add(time);
                break;
        }

        Raise(effects =>
        {
            _taken.Clear();
            if (Machine.FirstToSend is { } first)
            {
                if (Board.TryForget(first))
                {
                    Machine.Forgot(effects);
                }
                else
                {
                    _taken.Add(first);
                }
            }

            if (Machine.Room(Now) is > 0 and var room)
            {
                Board.TakeMore(_taken, room, row => EnvironmentOf(row) == Machine.Environment);
            }

            _step = Machine.Next(Time, _taken, effects);
        });
    }

    private bool TryTake()
    {
        try
        {
            var row = Board.TakeAhead(static () => { }, new CancellationToken(canceled: true));
            _takenSlots += row.Slots;
            Machine.Took(row, EnvironmentOf(row));
            return true;
        }
        catch (OperationCanceledException)
        {
            return IsStopped;
        }
    }

    public void Ready() => Raise(effects =>
    {
        Process!.IsReady = true;
        Machine.Ready([], effects);
    });

    public void Begin()
    {
        var task = Process!.Waiting[0];
        Process.Waiting.RemoveAt(0);
        Process.Running = task;
        Tasks[task.Index].Runs++;
        Raise(effects => Machine.Begun(task.Sequence, Time.Microseconds, Now, effects));
        CaughtUp();
    }

    public void End(long microseconds = 10)
    {
        var (sequence, _) = Process!.Running!.Value;
        Process.Running = null;
        Raise(effects => Machine.Ended(sequence, TaskState.Done, Time.Microseconds + microseconds, null, default, effects));
        CaughtUp();
    }

    public void Answer()
    {
        Raise(effects => Machine.Revoked(Process!.Revoke(), effects));
        CaughtUp();
    }

    public void Die()
    {
        var (process, running) = (Process!, Running);
        Process = null;
        var ended = running is null ? 0 : Of(running).Results;
        Raise(effects => Machine.Died(new SlotProcessEnd(process.IsReady, null, 137, null), Time, effects));
        if (process.KilledFor is { } meant && running is { Reason: null } && running != meant && process.Running is not null)
        {
            Assert.True(Running is null && Of(running).Results == ended, "a task that was not to be killed was not put back");
        }
    }

    public void Leave()
    {
        Raise(effects => Machine.Leaving("a timer", effects));
        Die();
    }

    public bool Cancel(RunningTask task)
    {
        var isFirst = false;
        Raise(effects => isFirst = Machine.RequestEnd(task, EndReason.Canceled, effects));
        return isFirst;
    }

    public bool Abandon(RunningTask task)
    {
        var runs = false;
        _abandoned = task;
        Raise(effects => runs = Machine.Abandon(task, effects));
        return runs;
    }

    /// <summary>Cancels a task as the worker does, wherever it waits.</summary>
    public void Withdraw(BenchTask task, bool waitingOnly)
    {
        if (Board.Remove(task.Id))
        {
            task.EndsWithout++;
        }
        else if (Board.Withdraw(task.Id, waitingOnly))
        {
            Raise(effects => Machine.Withdraw(task.Id, effects));
        }
    }

    public void Renew(SlotEnvironment? concerned = null)
    {
        Raise(effects => Machine.Renew(environment => concerned is null || environment == concerned, effects));
        Aside.RemoveAll(process => concerned is null || process.Environment == concerned);
    }

    public void Stop()
    {
        IsStopped = true;
        Raise(Machine.Stop);
    }

    public void ShutDown()
    {
        IsStopped = true;
        Raise(Machine.ShutDown);
    }

    private static SlotEnvironment EnvironmentOf(in TaskRow row)
    {
        var name = row.Runtime?.Name;
        return name == Interpreter.Name ? Interpreter : name == Impossible.Name ? Impossible : Workers;
    }

    private void CaughtUp() => Raise(Machine.CaughtUp);
}
