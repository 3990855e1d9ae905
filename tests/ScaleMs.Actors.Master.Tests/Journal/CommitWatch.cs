using ScaleMs.Actors.Master.Journal;

namespace ScaleMs.Actors.Master.Tests.Journal;

/// <summary>Starts a journal and records its writer's reports.</summary>
internal sealed class CommitWatch
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly object _gate = new();
    private readonly List<long> _committed = [];
    private readonly List<JournalException> _failures = [];

    public CommitWatch(JournalStore store) => store.Start(
        sequence => Note(() => _committed.Add(sequence)),
        failure => Note(() => _failures.Add(failure)));

    public long[] Committed => Copy(_committed);

    public JournalException[] Failures => Copy(_failures);

    public void Reaches(long sequence) => Until(() => _committed.Count > 0 && _committed[^1] >= sequence);

    public JournalException Fails()
    {
        Until(() => _failures.Count > 0);
        return Failures[0];
    }

    private void Note(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }
    }

    private void Until(Func<bool> isReached)
    {
        lock (_gate)
        {
            while (!isReached())
            {
                Assert.True(Monitor.Wait(_gate, Long), $"committed {string.Join(", ", _committed)}, failed {string.Join(", ", _failures)}");
            }
        }
    }

    private T[] Copy<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }
}
