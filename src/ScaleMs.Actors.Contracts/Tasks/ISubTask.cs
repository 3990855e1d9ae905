namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>A task that was submitted by a running one, and accepted.</summary>
public interface ISubTask
{
    string Uid { get; }

    /// <summary>
    /// Waits until it has ended, in any state. While a task waits it holds no slots; other tasks may run in its process. It counts as waiting until all
    /// that it waits for at the same time has ended.
    /// </summary>
    Task<SubTaskResult> WaitAsync(CancellationToken cancellation = default);
}
