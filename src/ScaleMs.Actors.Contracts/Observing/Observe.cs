namespace ScaleMs.Actors.Contracts.Observing;

/// <summary>
/// Asks for what has happened since an earlier answer, for a display that asks about once a second. Answered with an <see cref="Observation"/>,
/// whose size is bounded for any number of tasks. A master remembers runs and failures only while it is asked at least once a minute.
/// </summary>
public sealed record Observe : Command, IJsonContract
{
    /// <summary><see cref="Observation.Next"/> of the earlier answer; 0 = whatever the master remembers.</summary>
    public long After { get; init; }

    /// <inheritdoc/>
    public override string? Problem() => After < 0 ? $"after is {After}; it must be the \"next\" of an earlier answer, or 0" : null;
}
