namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>Carries packets from this rank to the other ranks of its task.</summary>
internal interface IRankTransport
{
    /// <summary>
    /// Hands a packet on. Packets from one rank to another arrive once each, in the order of the calls. Packets to a rank that has ended
    /// are dropped. Called by several threads, among them the one that reads packets, so it must not wait until another rank reads:
    /// what is on its way between two ranks is bounded by <see cref="RankWindow"/> already. It does not throw: a transport that fails
    /// cancels the endpoint.
    /// </summary>
    /// <param name="to">Another rank of the task.</param>
    /// <param name="packet">At most <see cref="RankPacket.MostBytes"/>; valid during the call only.</param>
    void Send(int to, ReadOnlySpan<byte> packet);
}
