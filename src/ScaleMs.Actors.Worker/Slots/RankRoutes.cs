using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Ranks;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>The ways from one worker to all ranks of a task, wherever they run.</summary>
/// <param name="task">The ranks that run here, and the places of all.</param>
internal sealed class RankRoutes(TaskRow task)
{
    private readonly OpeningPort[] _here = [.. Enumerable.Range(0, task.Ranks.Count).Select(static _ => new OpeningPort())];
    private readonly IRankPort?[] _elsewhere = new IRankPort?[task.Ranks.Size];
    private readonly List<RemoteWorker> _workers = [];

    /// <summary>Packets that have come from each place.</summary>
    private readonly int[] _arrived = new int[task.Places.IsDefault ? 0 : task.Places.Length];

    /// <summary>Ranks run on another worker; called before any rank of this one runs.</summary>
    public void Lead(RankPlace place, RemoteWorker worker)
    {
        _workers.Add(worker);
        for (var rank = place.First; rank < place.First + place.Count; rank++)
        {
            _elsewhere[rank] = worker.PortOf(rank);
        }
    }

    /// <summary>A rank of this worker can take packets from now on.</summary>
    public void Open(int rank, IRankPort port) => _here[rank - task.Ranks.First].Open(port);

    /// <summary>A rank has sent a packet.</summary>
    public void Pass(int from, int to, ReadOnlySpan<byte> packet)
    {
        if (to >= 0 && to < task.Ranks.Size && to != from)
        {
            var here = to - task.Ranks.First;
            (here >= 0 && here < _here.Length ? _here[here] : _elsewhere[to])?.Deliver(from, packet);
        }
    }

    /// <summary>Whether the task is spread, and has such a rank.</summary>
    public bool HasPlaceOf(int rank) => PlaceOf(rank) >= 0;

    /// <summary>Counts a packet from another worker; false = one was lost before it. Called by one thread.</summary>
    public bool IsNext(RankMessage packet) => packet.Number == ++_arrived[PlaceOf(packet.From)];

    /// <summary>A rank on another worker has ended.</summary>
    public void EndedElsewhere(int rank, RankFate fate)
    {
        foreach (var port in _here)
        {
            port.Ended(rank, fate);
        }
    }

    /// <summary>A rank of this worker has ended; all others are told.</summary>
    public void Ended(int rank, RankFate fate)
    {
        for (var i = 0; i < _here.Length; i++)
        {
            if (task.Ranks.First + i != rank)
            {
                _here[i].Ended(rank, fate);
            }
        }

        foreach (var worker in _workers)
        {
            worker.Ended(rank, fate);
        }
    }

    private int PlaceOf(int rank)
    {
        for (var i = 0; i < _arrived.Length; i++)
        {
            if (rank >= task.Places[i].First && rank < task.Places[i].First + task.Places[i].Count)
            {
                return i;
            }
        }

        return -1;
    }
}
