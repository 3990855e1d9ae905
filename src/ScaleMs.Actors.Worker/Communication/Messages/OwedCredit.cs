namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>Credit that a sender gets back, collected until a packet for it is worth while.</summary>
internal struct OwedCredit
{
    private int _messages;
    private int _parts;

    public void Message(int length, ref InboxStep step)
    {
        _messages += RankWindow.ChargeOf(length);
        if (_messages >= RankWindow.LeastReturned)
        {
            (step.MessageCredit, _messages) = (_messages, 0);
        }
    }

    public void Part(int length, ref InboxStep step)
    {
        _parts += RankPacket.ShortHeader + length;
        if (_parts >= RankWindow.LeastReturned)
        {
            (step.PartCredit, _parts) = (_parts, 0);
        }
    }
}
