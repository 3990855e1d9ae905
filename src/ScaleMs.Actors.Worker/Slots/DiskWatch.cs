using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Posix;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>Ends tasks that use up the space of the file systems that the worker needs.</summary>
/// <param name="slots">The worker's slots.</param>
/// <param name="fileSystems">The file systems.</param>
/// <param name="end">Ends a task.</param>
/// <param name="log">Writes a line to the worker's log.</param>
internal sealed class DiskWatch(IReadOnlyList<Slot> slots, ImmutableArray<WatchedFileSystem> fileSystems, Action<AckRow, EndReason> end, Action<string> log) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Short tasks follow each other in a process faster than its count is worth reading; what the task before has written since then counts as the next one's.
    private static readonly TimeSpan BaseAge = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _over = new();
    private readonly DiskReserve _reserve = new();

    /// <summary>Of each slot, what its process had written when its task began.</summary>
    private readonly Base?[] _bases = new Base?[slots.Count];
    private bool _saidUnreadable;

    /// <summary>Looks every second.</summary>
    public void Start() => _ = LookRepeatedlyAsync();

    /// <summary>A task has begun in a slot.</summary>
    public void Began(Slot slot)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (Volatile.Read(ref _bases[slot.Number]) is { } last && TimeProvider.System.GetElapsedTime(last.At, now) < BaseAge)
        {
            return;
        }

        var process = slot.ProcessId;
        Volatile.Write(ref _bases[slot.Number], new Base(process, process > 0 ? ProcessWrites.Of(process) ?? 0 : 0, now));
    }

    /// <summary>Looks once.</summary>
    public void Look()
    {
        var free = new List<(WatchedFileSystem, long)>(fileSystems.Length);
        foreach (var fileSystem in fileSystems)
        {
            if (fileSystem.Free() is { } bytes)
            {
                free.Add((fileSystem, bytes));
            }
        }

        switch (_reserve.Look(free, Written))
        {
            case { Task: { } task, Text: var text }:
                log($"Task {slots.SelectMany(static slot => slot.Begun).FirstOrDefault(begun => begun.Id == task)?.Row.Uid} is ended: {text}");
                end(task, EndReason.OutOfDisk(text));
                break;
            case { Text: var text }:
                log(text);
                break;
        }
    }

    public void Dispose() => _over.Cancel();

    private async Task LookRepeatedlyAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_over.Token).ConfigureAwait(false))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // The worker ends.
        }
    }

    /// <summary>What running tasks have written that use the file system.</summary>
    private IReadOnlyCollection<TaskWrites> Written(WatchedFileSystem fileSystem)
    {
        var written = new Dictionary<AckRow, long>();
        foreach (var slot in slots)
        {
            if (slot.Running is not { } task || slot.ProcessId is not (> 0 and var process))
            {
                continue;
            }

            var members = ProcessTree.Members(process);
            if (ProcessWrites.Use(members, fileSystem.Device))
            {
                var bytes = members.Sum(Read) - (Volatile.Read(ref _bases[slot.Number]) is { } noted && noted.Process == process ? noted.Bytes : 0);
                written[task.Id] = written.GetValueOrDefault(task.Id) + bytes;
            }
        }

        return [.. written.Select(static entry => new TaskWrites(entry.Key, entry.Value))];
    }

    private long Read(int process)
    {
        if (ProcessWrites.Of(process) is { } bytes)
        {
            return bytes;
        }

        if (!_saidUnreadable)
        {
            _saidUnreadable = true;
            log($"/proc/{process}/io cannot be read, so what this process of a task writes to disk is not known; scalems.worker.disk-reserve cannot end the task for it");
        }

        return 0;
    }

    private sealed record Base(int Process, long Bytes, long At);
}
