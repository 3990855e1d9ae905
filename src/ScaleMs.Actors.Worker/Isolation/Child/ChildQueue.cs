using System.Collections.Immutable;
using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>Prefetched tasks. Each is begun or given back, never both.</summary>
internal sealed class ChildQueue
{
    // Not a Lock, because threads wait on it.
    private readonly object _gate = new();
    private readonly LinkedList<TaskFrame> _waiting = [];
    private int _sleeping;

    public void Add(List<TaskFrame> tasks)
    {
        lock (_gate)
        {
            foreach (var task in tasks)
            {
                _waiting.AddLast(task);
            }

            if (_sleeping > 0 && _waiting.Count > 0)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Takes the next task, which has begun from now on. False when there is none now.</summary>
    /// <param name="task">The task.</param>
    /// <param name="may">Whether the caller takes tasks at all: asked when no task can arrive in between; null = it does.</param>
    public bool TryTake(out TaskFrame task, Func<bool>? may = null)
    {
        lock (_gate)
        {
            if (_waiting.First is { } first && may?.Invoke() != false)
            {
                _waiting.RemoveFirst();
                task = first.Value;
                return true;
            }

            task = default;
            return false;
        }
    }

    /// <summary>Waits until there may be a task, or the caller takes tasks no more.</summary>
    /// <param name="may">As in <see cref="TryTake"/>: whoever changes that calls <see cref="Interrupt"/> afterwards.</param>
    public void Wait(Func<bool>? may = null)
    {
        lock (_gate)
        {
            _sleeping++;
            while (_waiting.Count == 0 && may?.Invoke() != false)
            {
                Monitor.Wait(_gate);
            }

            _sleeping--;
        }
    }

    /// <summary>Has those look that wait, because they may take tasks no more.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Removes the named tasks, or all when none is named; returns the ones it removed.</summary>
    public ImmutableArray<uint> Revoke(ImmutableArray<uint> sequences)
    {
        lock (_gate)
        {
            var taken = ImmutableArray.CreateBuilder<uint>();
            for (var node = _waiting.First; node is not null;)
            {
                var next = node.Next;
                if (sequences.IsEmpty || sequences.Contains(node.Value.Sequence))
                {
                    taken.Add(node.Value.Sequence);
                    _waiting.Remove(node);
                }

                node = next;
            }

            return taken.ToImmutable();
        }
    }
}
