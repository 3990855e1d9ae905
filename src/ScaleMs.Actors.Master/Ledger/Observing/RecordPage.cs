using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>The records of one reply.</summary>
/// <param name="limit">Maximum number of records.</param>
/// <param name="maxBytes">
/// Bytes after which the page is full; a record that is larger by itself comes without its payload.
/// </param>
internal sealed class RecordPage(int limit, long maxBytes)
{
    private const int Overhead = 512;
    private const int BytesOfTransition = 160;

    private readonly ImmutableArray<TaskRecord>.Builder _records = ImmutableArray.CreateBuilder<TaskRecord>();
    private long _bytes;

    public ImmutableArray<TaskRecord> Records => _records.ToImmutable();

    public bool IsFull => _records.Count >= limit || _bytes > maxBytes;

    public void Add(TaskEntry task, TaskRecord record)
    {
        var fits = task.Outcome.Length <= maxBytes;
        _records.Add(fits ? record : record.WithoutPayload(task.Outcome.Length));
        _bytes += Overhead + (fits ? task.Outcome.Length : 0) + ((record.Transitions?.Length ?? 0) * BytesOfTransition);
    }
}
