namespace ScaleMs.Actors.Worker.Ranks;

/// <summary>Leads to one rank of a task, wherever it runs. Called by one thread at a time, with packets in the order in which each rank has sent them.</summary>
internal interface IRankPort
{
    /// <summary>Hands a packet on.</summary>
    /// <param name="from">The rank that has sent it.</param>
    /// <param name="packet">Valid until the call returns.</param>
    void Deliver(int from, ReadOnlySpan<byte> packet);

    /// <summary>That rank has ended, and sends nothing more.</summary>
    void Ended(int rank, RankFate fate);
}
