using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Observing;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Node.Profiles;

/// <summary>Reads a submission's records page by page and writes each page at once, so that a submission of any size needs little memory.</summary>
internal sealed class SubmissionProfile(IProfile profile)
{
    private readonly Dictionary<string, (int Process, Lanes Lanes, int Rows)> _workers = [];

    /// <summary>Tasks read.</summary>
    public long Tasks { get; private set; }

    /// <summary>Of these, tasks that had not begun, or got the outcome of an equal one.</summary>
    public long NotRun { get; private set; }

    /// <summary>Reads to the end.</summary>
    public async Task ReadAsync(ScaleMsClient client, Guid submission, CancellationToken cancellation)
    {
        // A page ends when a message is full, long before that limit where results are large.
        await foreach (var page in client.PagesAsync(new Query { Submission = submission, Limit = 10_000 }, cancellation))
        {
            Add(page.Records, DateTimeOffset.UtcNow);
        }

        profile.Complete();
    }

    /// <summary>Adds a page.</summary>
    internal void Add(IReadOnlyCollection<TaskRecord> page, DateTimeOffset now)
    {
        Tasks += page.Count;

        // Rows are given by time. From page to page it mostly goes on where it was; where it goes back, there are more rows than slots.
        foreach (var task in page.Where(static task => task.Timestamps.Started is not null).OrderBy(static task => task.Timestamps.Started))
        {
            Add(task, now);
        }

        NotRun += page.Count(static task => task.Timestamps.Started is null);
    }

    private void Add(TaskRecord task, DateTimeOffset now)
    {
        var name = task.Worker ?? "";
        if (!_workers.TryGetValue(name, out var worker))
        {
            worker = (_workers.Count + 1, new Lanes(), 0);
            profile.Add(worker.Process, name);
        }

        var (start, end) = (task.Timestamps.Started!.Value, task.Timestamps.Finished ?? now);

        // Records do not have a task's number of slots: each is drawn in one row.
        var lane = worker.Lanes.OfEnded(task.Uid, slots: 1, TaskTimestamps.ToMicroseconds(start), TaskTimestamps.ToMicroseconds(end < start ? start : end));
        for (; worker.Rows <= lane; worker.Rows++)
        {
            profile.Add(worker.Process, worker.Rows);
        }

        _workers[name] = worker;
        profile.Add(new ProfiledRun(task, worker.Process, lane, end < start ? start : end));
    }
}
