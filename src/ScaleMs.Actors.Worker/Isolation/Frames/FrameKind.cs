namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The kind of a frame. Kinds below 16 go to the slot's process, the others come from it.</summary>
internal enum FrameKind : byte
{
    /// <summary>The first frame: modules to load and limits to enforce.</summary>
    Start = 1,

    /// <summary>A task to run after the ones sent before.</summary>
    Task = 2,

    /// <summary>Tells the running task to end.</summary>
    Cancel = 3,

    /// <summary>Revokes tasks that have not begun.</summary>
    Revoke = 4,

    /// <summary>One rank of a task that has several, to run as <see cref="Task"/>.</summary>
    Rank = 5,

    /// <summary>A packet of another rank for the running one.</summary>
    PacketTo = 6,

    /// <summary>Another rank has ended.</summary>
    RankEnded = 7,

    /// <summary>The master has a task that one here has submitted.</summary>
    Accepted = 8,

    /// <summary>A task that one here has submitted has ended.</summary>
    SubEnded = 9,

    /// <summary>The task that waits goes on.</summary>
    Resume = 10,

    /// <summary>The process can run tasks.</summary>
    Ready = 16,

    /// <summary>The process cannot run tasks; the reason as UTF-8.</summary>
    Refused = 17,

    /// <summary>The next task begins.</summary>
    Begun = 18,

    /// <summary>The task that began last has ended.</summary>
    Ended = 19,

    /// <summary>Output of the running task.</summary>
    Output = 20,

    /// <summary>Answer to <see cref="Revoke"/>: these tasks will not begin.</summary>
    Revoked = 21,

    /// <summary>The process is about to exit because code in it asked for that.</summary>
    Exiting = 22,

    /// <summary>The process runs no more tasks and ends by itself.</summary>
    Leaving = 23,

    /// <summary>A module of the user's was loaded; its code gets the next number.</summary>
    Code = 24,

    /// <summary>A packet of the running rank for another one.</summary>
    PacketFrom = 25,

    /// <summary>The running task submits a task.</summary>
    Submit = 26,

    /// <summary>The running task waits for tasks that it has submitted.</summary>
    Waiting = 27,

    /// <summary>The task that waits wants to go on.</summary>
    Resuming = 28,
}
