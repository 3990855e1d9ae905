using System.Collections.Immutable;
using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>Prefetched tasks. Each is begun or given back, never both.</summary>
#pragma warning disable CA1001 // It lives as long as its process.
internal sealed class ChildQueue
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskFrame> _waiting = [];
    private readonly SemaphoreSlim _arrived = new(0);
    private bool _sleeping;

    public void Add(List<TaskFrame> tasks)
    {
        lock (_gate)
        {
            foreach (var task in tasks)
            {
                _waiting.AddLast(task);
            }

            if (_sleeping && _waiting.Count > 0)
            {
                _sleeping = false;
                _arrived.Release();
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

    /// <summary>Waits until there may be a task.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0)
            {
                return;
            }

            _sleeping = true;
        }

        _arrived.Wait();
    }

    /// <summary>Ends <see cref="Wait"/>, although there is no task.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            if (_sleeping)
            {
                _sleeping = false;
                _arrived.Release();
            }
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
