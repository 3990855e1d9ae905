using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Graph;

/// <summary>Propagates the end of a task to its duplicates and dependents. Iterative, because a chain may be as long as a submission.</summary>
internal sealed class Completion(Dependencies dependencies, Duplicates duplicates)
{
    private readonly Queue<TaskEntry> _ended = new();
    private bool _isPropagating;

    public void Propagate(TaskEntry task)
    {
        if (task.Detail is null or { Dependents: null, Duplicates: null, Dependencies: null })
        {
            return;
        }

        _ended.Enqueue(task);
        if (_isPropagating)
        {
            return;
        }

        _isPropagating = true;
        try
        {
            while (_ended.TryDequeue(out var ended))
            {
                var dependents = ended.Detail!.Dependents;
                ended.Detail.Dependents = null;
                dependencies.Unpin(ended);
                duplicates.OnEnded(ended);
                foreach (var dependent in dependents ?? [])
                {
                    dependencies.OnEnded(dependent, ended);
                }
            }
        }
        finally
        {
            _isPropagating = false;
        }
    }
}
