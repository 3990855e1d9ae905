namespace ScaleMs.Actors.Master.Messages;

/// <summary>What a stop does with tasks that are not final; each mode includes those before it.</summary>
internal enum StopMode
{
    /// <summary>They finish.</summary>
    Drain,

    /// <summary>Those that no worker has begun are dropped.</summary>
    DropQueued,

    /// <summary>Running ones are cancelled.</summary>
    CancelRunning,
}
