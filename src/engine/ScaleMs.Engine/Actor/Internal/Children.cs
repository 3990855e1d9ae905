using System.Diagnostics.CodeAnalysis;

namespace Akka.Actor.Internal;

/// <summary>
/// The children of one actor. The actor's thread changes it, other threads look names up (selections) and, below the guardians,
/// add actors; so every access is under a lock, which hardly ever meets another.
/// </summary>
internal sealed class Children
{
    // A reserved name has no child yet.
    private readonly Dictionary<string, ChildRestartStats?> _children = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _stopping;
    private SuspendReason? _reason;
    private bool _terminated;

    /// <summary>Why children are waited for, or null.</summary>
    public SuspendReason? Reason
    {
        get
        {
            lock (_lock)
            {
                return _reason;
            }
        }
    }

    public bool IsNormal
    {
        get
        {
            lock (_lock)
            {
                return !_terminated && _reason is null or SuspendReason.UserRequest;
            }
        }
    }

    public bool IsTerminating
    {
        get
        {
            lock (_lock)
            {
                return _terminated || _reason is SuspendReason.Termination;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _children.Count;
            }
        }
    }

    public void Reserve(string name, ActorPath parent)
    {
        lock (_lock)
        {
            if (_terminated || _reason is SuspendReason.Termination)
            {
                throw new InvalidOperationException($"Cannot reserve actor name [{name}] in [{parent}]: it is terminating or terminated");
            }

            if (!_children.TryAdd(name, null))
            {
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            }
        }
    }

    public void Unreserve(string name)
    {
        lock (_lock)
        {
            if (_children.TryGetValue(name, out var stats) && stats is null)
            {
                _children.Remove(name);
            }
        }
    }

    /// <summary>Puts a child under its reserved name; false when there is no reservation any more.</summary>
    public bool Add(IInternalActorRef child)
    {
        lock (_lock)
        {
            var name = child.Path.Name;
            if (!_children.TryGetValue(name, out var stats))
            {
                return false;
            }

            if (stats is null)
            {
                _children[name] = new ChildRestartStats(child);
            }

            return true;
        }
    }

    public bool TryGet(string name, [MaybeNullWhen(false)] out ChildRestartStats stats)
    {
        lock (_lock)
        {
            return _children.TryGetValue(name, out stats) && stats is not null;
        }
    }

    public bool TryGet(IActorRef child, [MaybeNullWhen(false)] out ChildRestartStats stats)
    {
        if (TryGet(child.Path.Name, out stats) && child.Equals(stats.Child))
        {
            return true;
        }

        stats = null;
        return false;
    }

    /// <summary>Notes that a child was asked to stop; false when it is no child or was asked before.</summary>
    public bool MarkStopping(IActorRef child)
    {
        lock (_lock)
        {
            if (_terminated || !TryGetLocked(child, out var stats) || stats.IsStopping)
            {
                return false;
            }

            stats.IsStopping = true;
            _stopping++;
            _reason ??= SuspendReason.UserRequest.Instance;
            return true;
        }
    }

    /// <summary>Says what the children that stop are waited for; false when none does.</summary>
    public bool SetReason(SuspendReason reason)
    {
        lock (_lock)
        {
            if (_stopping == 0)
            {
                return false;
            }

            _reason = reason;
            return true;
        }
    }

    public void SetTerminated()
    {
        lock (_lock)
        {
            _terminated = true;
        }
    }

    /// <summary>Takes out a child that has ended. Gives what was waited for when it was the last one.</summary>
    public bool Remove(IActorRef child, out SuspendReason? finished)
    {
        lock (_lock)
        {
            finished = null;
            if (!TryGetLocked(child, out var stats))
            {
                return false;
            }

            _children.Remove(child.Path.Name);
            if (stats.IsStopping && --_stopping == 0)
            {
                finished = _reason;
                if (_reason is SuspendReason.Termination)
                {
                    _terminated = true;
                }

                _reason = null;
            }

            return true;
        }
    }

    public IInternalActorRef[] Refs()
    {
        lock (_lock)
        {
            var refs = new List<IInternalActorRef>(_children.Count);
            foreach (var stats in _children.Values)
            {
                if (stats is not null)
                {
                    refs.Add(stats.Child);
                }
            }

            return [.. refs];
        }
    }

    public ChildRestartStats[] Stats()
    {
        lock (_lock)
        {
            var all = new List<ChildRestartStats>(_children.Count);
            foreach (var stats in _children.Values)
            {
                if (stats is not null)
                {
                    all.Add(stats);
                }
            }

            return [.. all];
        }
    }

    private bool TryGetLocked(IActorRef child, [MaybeNullWhen(false)] out ChildRestartStats stats)
    {
        if (_children.TryGetValue(child.Path.Name, out stats) && stats is not null && child.Equals(stats.Child))
        {
            return true;
        }

        stats = null;
        return false;
    }
}
