using System.Collections.Immutable;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Machine;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

/// <summary>A slot's process that is only a list of tasks and does nothing by itself.</summary>
internal sealed class FakeProcess(SlotEnvironment environment)
{
    public SlotEnvironment Environment => environment;

    /// <summary>What the machine knows of it while it is put aside.</summary>
    public ReadyProcess? State { get; set; }

    public List<(uint Sequence, int Index)> Waiting { get; } = [];

    public (uint Sequence, int Index)? Running { get; set; }

    /// <summary>Revocations that have not been answered.</summary>
    public Queue<ImmutableArray<uint>> Revocations { get; } = new();

    public List<uint> Cancelled { get; } = [];

    public bool IsReady { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>The task because of which the process was killed; it dies at its next event that ends a task.</summary>
    public RunningTask? KilledFor { get; set; }

    public bool IsKilled { get; set; }

    /// <summary>Removes the tasks that the next revocation names.</summary>
    public ImmutableArray<uint> Revoke()
    {
        var named = Revocations.Dequeue();
        ImmutableArray<uint> returned = [.. Waiting.Select(static task => task.Sequence).Where(sequence => named.IsEmpty || named.Contains(sequence))];
        Waiting.RemoveAll(task => returned.Contains(task.Sequence));
        return returned;
    }
}
