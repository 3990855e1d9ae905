using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>Tasks by uid. Equal items have equal uids, so a uid leads to a chain of tasks. The set keeps no copy of the uids.</summary>
internal sealed class UidIndex
{
    private readonly HashSet<TaskEntry> _heads;
    private readonly HashSet<TaskEntry>.AlternateLookup<TaskUid> _byUid;

    public UidIndex()
    {
        _heads = new HashSet<TaskEntry>(new ByUid());
        _byUid = _heads.GetAlternateLookup<TaskUid>();
    }

    /// <summary>A task of that uid; follow <see cref="TaskEntry.NextEqual"/> for the others.</summary>
    public TaskEntry? Find(TaskUid uid) => _byUid.TryGetValue(uid, out var task) ? task : null;

    public void Add(TaskEntry task)
    {
        if (_heads.Add(task))
        {
            return;
        }

        _heads.TryGetValue(task, out var head);
        task.PreviousEqual = head;
        task.NextEqual = head!.NextEqual;
        head.NextEqual?.PreviousEqual = task;
        head.NextEqual = task;
    }

    public void Remove(TaskEntry task)
    {
        if (task.PreviousEqual is { } previous)
        {
            previous.NextEqual = task.NextEqual;
            task.NextEqual?.PreviousEqual = previous;
        }
        else
        {
            _heads.Remove(task);
            if (task.NextEqual is { } next)
            {
                next.PreviousEqual = null;
                _heads.Add(next);
            }
        }

        (task.PreviousEqual, task.NextEqual) = (null, null);
    }

    private sealed class ByUid : IEqualityComparer<TaskEntry>, IAlternateEqualityComparer<TaskUid, TaskEntry>
    {
        public bool Equals(TaskEntry? x, TaskEntry? y) => x!.Uid == y!.Uid;

        public int GetHashCode(TaskEntry task) => task.Uid.GetHashCode();

        public bool Equals(TaskUid alternate, TaskEntry other) => alternate == other.Uid;

        public int GetHashCode(TaskUid alternate) => alternate.GetHashCode();

        public TaskEntry Create(TaskUid alternate) => throw new NotSupportedException("tasks are not made from uids");
    }
}
