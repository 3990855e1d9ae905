namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>What an event at a <see cref="RankInbox"/> leads to. It is collected under the lock and carried out without.</summary>
internal struct InboxStep
{
    private RankPacket? _answer;
    private PendingReceive? _ended;
    private ReceivedMessage _received;
    private Exception? _error;

    /// <summary>Credit for the sender, in bytes; 0 = none.</summary>
    public int MessageCredit { get; set; }

    /// <summary>Credit for the sender, in bytes; 0 = none.</summary>
    public int PartCredit { get; set; }

    /// <summary>The sender is told not to send an announced message.</summary>
    public readonly bool Refuses => _answer is { Kind: PacketKind.Refusal };

    /// <summary>Tells the sender of an announced message.</summary>
    public void Answer(PacketKind kind, IncomingMessage message) => _answer = new RankPacket(kind, message.Number);

    public void Complete(IncomingMessage message) => (_ended, _received) = (message.Receive, message.Take());

    public void Fail(PendingReceive receive, Exception error) => (_ended, _error) = (receive, error);

    /// <summary>Carries it out; never under the lock.</summary>
    /// <param name="endpoint">Sends the packets.</param>
    /// <param name="rank">The sender of the messages.</param>
    public readonly void Carry(RankEndpoint endpoint, int rank)
    {
        if (_answer is { } answer)
        {
            endpoint.Send(rank, answer, []);
        }

        if (MessageCredit > 0)
        {
            endpoint.Send(rank, new RankPacket(PacketKind.MessageCredit, (uint)MessageCredit), []);
        }

        if (PartCredit > 0)
        {
            endpoint.Send(rank, new RankPacket(PacketKind.PartCredit, (uint)PartCredit), []);
        }

        if (_error is not null)
        {
            _ended!.TrySetException(_error);
        }
        else
        {
            _ended?.TrySetResult(_received);
        }
    }
}
