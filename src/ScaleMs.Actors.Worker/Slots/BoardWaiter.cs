using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>A slot in whose process a task waits for tasks that it has submitted.</summary>
#pragma warning disable CA1001 // An event whose wait handle is never requested holds only memory.
internal sealed class BoardWaiter
#pragma warning restore CA1001
{
    private readonly ManualResetEventSlim _news = new();

    /// <summary>Slots with which the task can go on.</summary>
    public int Slots { get; set; }

    public Func<bool> WantsToGoOn { get; set; } = static () => false;

    /// <summary>Whether a task can run in the process meanwhile.</summary>
    public Func<TaskRow, bool> MayTake { get; set; } = static _ => false;

    /// <summary>What the board has given to it; null = nothing yet.</summary>
    public BoardTaken? Taken { get; set; }

    /// <summary>Something may have changed for the slot.</summary>
    public void Wake(SlotBoard board)
    {
        board.Look();
        _news.Set();
    }

    public void SetNews() => _news.Set();

    public void WaitForNews(CancellationToken stop)
    {
        _news.Wait(stop);
        _news.Reset();
    }
}
