using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>The tasks that a slot has sent to its process and that have not begun, in order. Whatever the process says of others is an error of the protocol.</summary>
internal sealed class PrefetchedTasks
{
    private readonly LinkedList<(uint Sequence, TaskRow Row)> _ahead = [];
    private uint _last;

    public int Count => _ahead.Count;

    public bool BeginsWithRank => _ahead.First is { Value.Row.Ranks.AreSeveral: true };

    /// <summary>Adds a task; returns its name on the wire, which is one more than that of the task before.</summary>
    public uint Add(in TaskRow row)
    {
        _ahead.AddLast((++_last, row));
        return _last;
    }

    /// <summary>A name on the wire for a task that does not wait but is the running one from now on.</summary>
    public uint Name() => ++_last;

    /// <summary>The first one begins.</summary>
    /// <exception cref="ProtocolException">It is not the first.</exception>
    public TaskRow Begin(uint sequence)
    {
        if (_ahead.First is not { } first || first.Value.Sequence != sequence)
        {
            throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"task {sequence} began out of turn"));
        }

        _ahead.RemoveFirst();
        return first.Value.Row;
    }

    /// <summary>These come back.</summary>
    /// <exception cref="ProtocolException">One of them was not there; then none comes back.</exception>
    public List<TaskRow> Return(IEnumerable<uint> sequences)
    {
        var nodes = new List<LinkedListNode<(uint Sequence, TaskRow Row)>>();
        var node = _ahead.First;
        foreach (var sequence in sequences)
        {
            while (node is not null && node.Value.Sequence != sequence)
            {
                node = node.Next;
            }

            if (node is null)
            {
                throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"task {sequence} came back and was not there"));
            }

            nodes.Add(node);
            node = node.Next;
        }

        nodes.ForEach(_ahead.Remove);
        return nodes.ConvertAll(static returned => returned.Value.Row);
    }

    /// <summary>Takes all of them, because the process is dead.</summary>
    public List<TaskRow> Clear()
    {
        var rows = _ahead.Select(static fed => fed.Row).ToList();
        _ahead.Clear();
        return rows;
    }

    public bool Contains(uint sequence) => _ahead.Any(task => task.Sequence == sequence);

    /// <summary>A task's name on the wire; null when it is not here.</summary>
    public uint? Find(AckRow id)
    {
        foreach (var (sequence, row) in _ahead)
        {
            if (row.Key == id.Key && row.Attempt == id.Attempt)
            {
                return sequence;
            }
        }

        return null;
    }
}
