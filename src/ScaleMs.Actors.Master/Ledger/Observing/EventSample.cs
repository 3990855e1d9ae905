namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>Which events are remembered when there are more in a second than anybody can look at. Times are microseconds.</summary>
internal sealed class EventSample
{
    private const int RunsPerSecond = 500;
    private const int FailuresPerSecond = 50;
    private const long Second = 1_000_000;

    // Of many short runs every nth is taken; of long ones all, because they are what people look for.
    private const long Long = Second;

    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private long _second;
    private long _runs;
    private long _taken;
    private long _stride = 1;
    private int _failures;

    /// <summary>Runs that were not taken.</summary>
    public long RunsLeftOut { get; private set; }

    /// <summary>Whether a run is remembered that ends now.</summary>
    public bool TakesRun(long now, long duration)
    {
        Turn(now);
        var takes = (++_runs % _stride == 0 || duration >= Long) && _taken < 2 * RunsPerSecond;
        _taken += takes ? 1 : 0;
        RunsLeftOut += takes ? 0 : 1;
        return takes;
    }

    /// <summary>Whether a failure is remembered that occurs now: the first of its kind always.</summary>
    public bool TakesFailure(long now, string kind)
    {
        Turn(now);
        return (_kinds.Count < FailuresPerSecond && _kinds.Add(kind)) || ++_failures <= FailuresPerSecond;
    }

    private void Turn(long now)
    {
        if (now / Second is var second && second != _second)
        {
            _stride = Math.Max(1, _runs / RunsPerSecond);
            (_second, _runs, _taken, _failures) = (second, 0, 0, 0);
            _kinds.Clear();
        }
    }
}
