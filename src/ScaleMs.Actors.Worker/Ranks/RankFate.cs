namespace ScaleMs.Actors.Worker.Ranks;

/// <summary>How a rank of a task has ended, as far as the other ranks are concerned.</summary>
internal enum RankFate : byte
{
    /// <summary>By itself, DONE; or it was told to end.</summary>
    Ended,

    /// <summary>With an error. The others have the grace period to notice.</summary>
    Failed,

    /// <summary>With its process. The others end at once.</summary>
    Lost,
}
