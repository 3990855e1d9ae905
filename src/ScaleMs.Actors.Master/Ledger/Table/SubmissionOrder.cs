namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>All tasks in the order of their acceptance. Evicted ones stay as holes until they are half of the list.</summary>
internal sealed class SubmissionOrder
{
    private const int FewHoles = 1024;

    private readonly List<TaskEntry> _tasks = [];
    private int _holes;

    public int Count => _tasks.Count - _holes;

    public IEnumerable<TaskEntry> All => After(0);

    public void Add(TaskEntry task) => _tasks.Add(task);

    public void Evicted()
    {
        if (++_holes > FewHoles && _holes > _tasks.Count / 2)
        {
            _tasks.RemoveAll(static task => task.Evicted);
            _holes = 0;
        }
    }

    public IEnumerable<TaskEntry> After(long sequence)
    {
        var (low, high) = (0, _tasks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _tasks[middle].Sequence <= sequence ? (middle + 1, high) : (low, middle);
        }

        for (var i = low; i < _tasks.Count; i++)
        {
            if (!_tasks[i].Evicted)
            {
                yield return _tasks[i];
            }
        }
    }
}
