namespace ScaleMs.Actors.Worker.Slots;

/// <summary>Receives the events of a worker's slots, on the slots' threads.</summary>
internal interface ISlotListener : IRankListener
{
    /// <summary>A task with a time limit has begun.</summary>
    void TimedTaskStarted(Slot slot, RunningTask task);

    /// <summary>There are tasks whose start the master must acknowledge before they begin.</summary>
    void StartsToAnnounce();

    /// <summary>A task that was to end before it began has begun, and must be ended.</summary>
    void EndRunning(Slot slot, RunningTask task, EndReason reason);

    /// <summary>The code of the functions that can run here has changed.</summary>
    void CodeChanged();

    /// <summary>A line for the log.</summary>
    void Logged(Slot slot, string text);

    /// <summary>A line for the log that is about no slot.</summary>
    void Logged(string text);
}
