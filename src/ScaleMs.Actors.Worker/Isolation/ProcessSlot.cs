using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Machine;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>
/// A slot whose tasks run in a process of its own. <see cref="SlotMachine"/> decides; this gives it events, one at a time, and carries out
/// what it returns. The slot's thread takes tasks and writes to the process, the thread of the process's reader brings what the process
/// sends, and any thread may end a task.
/// </summary>
#pragma warning disable CA1001 // A slot lasts as long as its process.
internal sealed partial class ProcessSlot : Slot
#pragma warning restore CA1001
{
    // A function whose time is up gets a moment to tidy up; nothing that it returns counts any more. What a program writes may.
    private static readonly TimeSpan TimeoutGrace = TimeSpan.FromMilliseconds(250);

    private readonly SlotEnvironments _environments;
    private readonly TimeProvider _time;
    private readonly bool _subTasksOnly;
    private readonly CancellationTokenSource _stop = new();
    private readonly AutoResetEvent _wake = new(false);

    /// <summary>Held for each event of the machine, and until those of its effects are carried out which need it.</summary>
    private readonly Lock _gate = new();
    private readonly SlotMachine _machine;
    private readonly ProcessesAside _aside = new();
    private SlotProcess? _process;

    public ProcessSlot(int number, ISlotHost owner, SlotEnvironments environments, TimeProvider time, bool startAtOnce, bool subTasksOnly)
        : base(number, owner, time) =>
        (_environments, _time, _subTasksOnly, _machine) = (
            environments, time, subTasksOnly, new SlotMachine(environments.Workers.Start.OutputLimit, startAtOnce ? environments.Workers : null));

    public override bool LeavesThreads => false;

    public override IReadOnlyCollection<RunningTask> Waiting => _waiting;

    public override int ProcessId
    {
        get
        {
            lock (_gate)
            {
                return _process?.ProcessId ?? 0;
            }
        }
    }

    public override void Start() => new Thread(Loop) { IsBackground = true, Name = $"slot-{Number}" }.Start();

    public override void Stop()
    {
        Handle(_machine.Stop);
        _stop.Cancel();
    }

    public override void ShutDown()
    {
        Handle(_machine.ShutDown);
        CloseAside();
        _stop.Cancel();
    }

    public override TimeSpan Patience(RunningTask task, TimeSpan grace) =>
        task.Reason is { IsTimeout: true } && grace > TimeoutGrace && !TaskExecutors.IsProgram(task.Row) ? TimeoutGrace : grace;

    public override bool Renew(bool assemblies)
    {
        bool Concerns(SlotEnvironment environment) => environment.HasAssemblies == assemblies;
        List<SlotProcess> aside = [];
        Handle(effects =>
        {
            // Together, so that no process with the old code comes back from aside in between.
            _machine.Renew(Concerns, effects);
            aside = _aside.TakeAll(Concerns);
        });
        aside.ForEach(static process => process.Close());
        return true;
    }

    public override bool End(RunningTask task, EndReason reason)
    {
        var isFirst = false;
        Handle(effects => isFirst = _machine.RequestEnd(task, reason, effects));
        return isFirst;
    }

    public override bool EndNow(RunningTask task, EndReason reason)
    {
        var isFirst = false;
        Handle(effects => isFirst = _machine.RequestEnd(task, reason, effects) && _machine.Abandon(task, effects));
        return isFirst;
    }

    public override bool Abandon(RunningTask task)
    {
        var runs = false;
        Handle(effects => runs = _machine.Abandon(task, effects));
        return runs;
    }

    public override void Withdraw(AckRow id) => Handle(effects => _machine.Withdraw(id, effects));

    /// <summary>Gives the machine an event that is rare enough for a list of its own.</summary>
    private void Handle(Action<List<SlotEffect>> raise)
    {
        var effects = new List<SlotEffect>();
        SlotProcess? process;
        lock (_gate)
        {
            raise(effects);
            process = Apply_NeedsLock(effects);
        }

        Perform(effects, process);
    }

    private void CloseAside()
    {
        List<SlotProcess> processes;
        lock (_gate)
        {
            processes = _aside.TakeAll(static _ => true);
        }

        processes.ForEach(static process => process.Close());
    }

    private SlotTime Now() => new(_time.GetElapsedTime(0), NowMicroseconds());
}
