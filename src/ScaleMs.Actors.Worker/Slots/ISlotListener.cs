namespace ScaleMs.Actors.Worker.Slots;

/// <summary>Hears, on a slot's thread, what happens in a worker's slots.</summary>
internal interface ISlotListener
{
    /// <summary>There are results to take.</summary>
    void ResultsReady();

    /// <summary>A task with a time limit has begun.</summary>
    void TimedTaskStarted(Slot slot, RunningTask task);

    /// <summary>There are tasks whose start the master has to hear of before they begin.</summary>
    void StartsToAnnounce();

    /// <summary>A task that was to be cancelled before it began has begun, and is to be ended.</summary>
    void CancelRunning(Slot slot, RunningTask task);

    /// <summary>The code of the functions that can run here has changed.</summary>
    void CodeChanged();

    /// <summary>Something for the log.</summary>
    void Logged(Slot slot, string text);
}
