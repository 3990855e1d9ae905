
namespace ScaleMs.Actors.Worker.Slots;

/// <summary>Ends ranks of tasks. Called on any thread.</summary>
internal interface IRankListener
{
    /// <summary>There are results to take.</summary>
    void ResultsReady();

    /// <summary>The ranks that run are to end now.</summary>
    void EndRanks(RankedTask task, EndReason reason);

    /// <summary>The ranks that still run after the grace period are to end.</summary>
    void EndRanksSoon(RankedTask task, EndReason reason);
}
