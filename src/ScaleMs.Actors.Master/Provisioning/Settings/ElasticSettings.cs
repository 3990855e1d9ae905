using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Master.Provisioning.Settings;

/// <summary>Workers by need.</summary>
/// <param name="Worker">What each of them is.</param>
/// <param name="Min">Fewest.</param>
/// <param name="Max">Most.</param>
/// <param name="IdleAfter">Time without a task after which one is let go.</param>
internal sealed record ElasticSettings(WorkerDescription Worker, int Min, int Max, TimeSpan IdleAfter);
