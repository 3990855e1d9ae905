using System.Collections.Concurrent;
using System.Diagnostics;
using ScaleMs.Actors.Connection.Telemetry;

namespace ScaleMs.Actors.TestSupport;

/// <summary>Listens to one master's activities.</summary>
public sealed class TraceWatch : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();

    public TraceWatch(string master)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ScaleMsTelemetry.Name,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (master.Equals(activity.GetTagItem("scalems.master")))
                {
                    _ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The ended activities of that name, in order of their end.</summary>
    public Activity[] Of(string name) => [.. _ended.Where(activity => activity.OperationName == name)];

    public void Dispose() => _listener.Dispose();
}
