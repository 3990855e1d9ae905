using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>Sent results that may have to be sent again, oldest first.</summary>
internal sealed class UnacknowledgedResults
{
    private readonly Dictionary<AckRow, (ResultRow Result, TimeSpan Sent)> _results = [];

    public int Count => _results.Count;

    public IEnumerable<AckRow> Ids => _results.Keys;

    public bool TryGet(AckRow id, out ResultRow result)
    {
        var found = _results.TryGetValue(id, out var entry);
        result = entry.Result;
        return found;
    }

    public void Add(ResultRow result, TimeSpan now) => _results[new AckRow(result.Key, result.Attempt)] = (result, now);

    public void Remove(AckRow id) => _results.Remove(id);

    /// <summary>The results sent before <paramref name="limit"/>; from now on they count as sent at <paramref name="now"/>.</summary>
    public List<ResultRow> SentBefore(TimeSpan limit, TimeSpan now)
    {
        var due = new List<ResultRow>();
        foreach (var (result, sent) in _results.Values)
        {
            if (sent < limit)
            {
                due.Add(result);
            }
        }

        foreach (var result in due)
        {
            Add(result, now);
        }

        return due;
    }
}
