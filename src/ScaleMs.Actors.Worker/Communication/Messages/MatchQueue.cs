namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>What waits in a channel from one rank: messages for their receives, or receives for their messages, never both.</summary>
internal sealed class MatchQueue
{
    public LinkedList<IncomingMessage> Messages { get; } = [];

    public LinkedList<PendingReceive> Receives { get; } = [];

    public bool IsEmpty => Messages.Count == 0 && Receives.Count == 0;
}
