namespace ScaleMs.Actors.Worker.Ranks;

/// <summary>
/// The way to a rank of this worker. What arrives before the rank can take it is kept; the ranks' own flow control bounds that.
/// </summary>
internal sealed class OpeningPort : IRankPort
{
    private readonly Lock _gate = new();
    private List<Action<IRankPort>>? _early = [];
    private IRankPort? _port;

    /// <summary>From now on the rank can take packets; those that were kept come first.</summary>
    public void Open(IRankPort port)
    {
        lock (_gate)
        {
            _port = port;
            _early?.ForEach(deliver => deliver(port));
            _early = null;
        }
    }

    public void Deliver(int from, ReadOnlySpan<byte> packet)
    {
        lock (_gate)
        {
            if (_port is not null)
            {
                _port.Deliver(from, packet);
                return;
            }

            var kept = packet.ToArray();
            _early?.Add(port => port.Deliver(from, kept));
        }
    }

    public void Ended(int rank, RankFate fate)
    {
        lock (_gate)
        {
            _port?.Ended(rank, fate);
            _early?.Add(port => port.Ended(rank, fate));
        }
    }
}
