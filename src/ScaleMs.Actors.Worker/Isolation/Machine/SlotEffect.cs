using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>
/// Something that the slot does because of an event, in the order in which the machine gives it. A struct, because there are several for
/// each task; only the properties that belong to its kind are set.
/// </summary>
internal readonly record struct SlotEffect
{
    public static readonly SlotEffect Close = new() { Kind = SlotEffectKind.Close };
    public static readonly SlotEffect Kill = new() { Kind = SlotEffectKind.Kill };
    public static readonly SlotEffect Ended = new() { Kind = SlotEffectKind.Ended };
    public static readonly SlotEffect Idle = new() { Kind = SlotEffectKind.Idle };
    public static readonly SlotEffect Wake = new() { Kind = SlotEffectKind.Wake };
    public static readonly SlotEffect CanStart = new() { Kind = SlotEffectKind.CanStart };

    public required SlotEffectKind Kind { get; init; }

    public RunningTask? Task { get; init; }

    public ResultRow Result { get; init; }

    public IReadOnlyList<TaskRow> Rows { get; init; }

    public AckRow Id { get; init; }

    public int Slots { get; init; }

    public uint Sequence { get; init; }

    public ImmutableArray<uint> Sequences { get; init; }

    public ImmutableArray<CodeIdentity> Code { get; init; }

    public LoadedModule? Module { get; init; }

    public ReadyProcess? Process { get; init; }

    public string? Text { get; init; }

    /// <summary>True = it does not block, and is carried out before the machine gets the next event.</summary>
    public bool NeedsLock => Kind <= SlotEffectKind.Free;

    public static SlotEffect Begin(RunningTask task) => new() { Kind = SlotEffectKind.Begin, Task = task };

    public static SlotEffect Begun(RunningTask task, uint sequence) => new() { Kind = SlotEffectKind.Begun, Task = task, Sequence = sequence };

    public static SlotEffect BeginAgain(RunningTask task) => new() { Kind = SlotEffectKind.BeginAgain, Task = task };

    public static SlotEffect Report(RunningTask task, in ResultRow result) => new() { Kind = SlotEffectKind.Report, Task = task, Result = result };

    public static SlotEffect PutBack(IReadOnlyList<TaskRow> rows) => new() { Kind = SlotEffectKind.PutBack, Rows = rows };

    public static SlotEffect PutBackBegun(RunningTask task) => new() { Kind = SlotEffectKind.PutBackBegun, Task = task };

    public static SlotEffect EndWithout(AckRow id) => new() { Kind = SlotEffectKind.EndWithout, Id = id };

    /// <summary>Ends a task that has not begun.</summary>
    /// <param name="row">The task.</param>
    /// <param name="reason">Why its process cannot be started.</param>
    public static SlotEffect Refuse(in TaskRow row, string reason) => new() { Kind = SlotEffectKind.Refuse, Rows = [row], Text = reason };

    public static SlotEffect PutAside(ReadyProcess process) => new() { Kind = SlotEffectKind.PutAside, Process = process };

    public static SlotEffect Free(int slots) => new() { Kind = SlotEffectKind.Free, Slots = slots };

    /// <summary>Sends tasks.</summary>
    /// <param name="first">The first one's name on the wire; that of each further one is one more.</param>
    /// <param name="rows">Valid until the next event of the slot's thread.</param>
    public static SlotEffect SendTasks(uint first, IReadOnlyList<TaskRow> rows) => new() { Kind = SlotEffectKind.SendTasks, Sequence = first, Rows = rows };

    public static SlotEffect SendRevoke(ImmutableArray<uint> sequences) => new() { Kind = SlotEffectKind.SendRevoke, Sequences = sequences };

    public static SlotEffect SendCancel(uint sequence) => new() { Kind = SlotEffectKind.SendCancel, Sequence = sequence };

    public static SlotEffect Wait(RunningTask task) => new() { Kind = SlotEffectKind.Wait, Task = task };

    public static SlotEffect GoOn(RunningTask task) => new() { Kind = SlotEffectKind.GoOn, Task = task };

    public static SlotEffect SendResume(uint sequence) => new() { Kind = SlotEffectKind.SendResume, Sequence = sequence };

    public static SlotEffect SendCancelToWaiting(uint sequence) => new() { Kind = SlotEffectKind.SendCancelToWaiting, Sequence = sequence };

    public static SlotEffect Loaded(ImmutableArray<CodeIdentity> code) => new() { Kind = SlotEffectKind.Loaded, Code = code };

    public static SlotEffect LoadedModule(LoadedModule module) => new() { Kind = SlotEffectKind.LoadedModule, Module = module };

    public static SlotEffect CannotStart(string reason) => new() { Kind = SlotEffectKind.CannotStart, Text = reason };

    public static SlotEffect Log(string text) => new() { Kind = SlotEffectKind.Log, Text = text };
}
