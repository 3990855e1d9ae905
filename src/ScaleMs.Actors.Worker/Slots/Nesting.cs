using System.Collections.Concurrent;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>
/// Which tasks have their sub-tasks run in their own process while they wait. Not those whose process has ended meanwhile: a sub-task may have ended it,
/// and would do so again.
/// </summary>
internal sealed class Nesting
{
    private readonly ConcurrentDictionary<AckRow, bool> _never = new();

    public bool IsAllowed(AckRow task) => _never.IsEmpty || !_never.ContainsKey(task);

    public void Forbid(AckRow task) => _never.TryAdd(task, true);

    /// <summary>The task has ended.</summary>
    public void Forget(AckRow task)
    {
        if (!_never.IsEmpty)
        {
            _never.TryRemove(task, out _);
        }
    }
}
