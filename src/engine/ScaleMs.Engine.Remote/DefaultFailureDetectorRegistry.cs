using System.Collections.Concurrent;

namespace Akka.Remote;

/// <summary>What has never sent a heartbeat counts as available.</summary>
public class DefaultFailureDetectorRegistry<T>(Func<FailureDetector> factory) : IFailureDetectorRegistry<T>
    where T : notnull
{
    private readonly ConcurrentDictionary<T, FailureDetector> _detectors = new();

    public bool IsAvailable(T resource) => !_detectors.TryGetValue(resource, out var detector) || detector.IsAvailable;

    public bool IsMonitoring(T resource) => _detectors.TryGetValue(resource, out var detector) && detector.IsMonitoring;

    public void Heartbeat(T resource) => _detectors.GetOrAdd(resource, static (added, make) => Create(added, make), factory).HeartBeat();

    public void Remove(T resource) => _detectors.TryRemove(resource, out _);

    public void Reset() => _detectors.Clear();

    internal FailureDetector? GetFailureDetector(T resource) => _detectors.GetValueOrDefault(resource);

    private static FailureDetector Create(T resource, Func<FailureDetector> make)
    {
        var detector = make();
        if (detector is PhiAccrualFailureDetector phi)
        {
            phi.Address = resource.ToString() ?? string.Empty;
        }

        return detector;
    }
}
