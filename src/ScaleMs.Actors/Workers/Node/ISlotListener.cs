namespace ScaleMs.Actors.Workers.Node;

/// <summary>Hears, on a slot's thread, what happens in a worker's slots.</summary>
internal interface ISlotListener
{
    /// <summary>There are results to take.</summary>
    void ResultsReady();

    /// <summary>A task with a time limit has begun.</summary>
    void TimedTaskStarted(Slot slot, RunningTask task);
}
