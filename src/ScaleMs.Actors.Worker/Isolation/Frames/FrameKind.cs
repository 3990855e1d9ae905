namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>What a frame says. Those below 16 go to the slot's process, the others come from it.</summary>
internal enum FrameKind : byte
{
    /// <summary>The first frame: what to load, which limits to keep.</summary>
    Start = 1,

    /// <summary>A task to run after those sent before.</summary>
    Task = 2,

    /// <summary>The task that runs is to end.</summary>
    Cancel = 3,

    /// <summary>Tasks that have not begun are wanted back.</summary>
    Revoke = 4,

    /// <summary>The process can run tasks.</summary>
    Ready = 16,

    /// <summary>The process cannot run tasks; the reason as UTF-8.</summary>
    Refused = 17,

    /// <summary>The next task begins.</summary>
    Begun = 18,

    /// <summary>The task that began last has ended.</summary>
    Ended = 19,

    /// <summary>The task that runs has printed something.</summary>
    Output = 20,

    /// <summary>Answer to <see cref="Revoke"/>: these will not begin.</summary>
    Revoked = 21,

    /// <summary>The process is about to exit because code in it asked for that.</summary>
    Exiting = 22,

    /// <summary>The process runs no further task and ends, of its own accord.</summary>
    Leaving = 23,
}
