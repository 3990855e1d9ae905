namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>What a packet is. The number in its header is that of the message among all that its sender has sent, unless said otherwise.</summary>
internal enum PacketKind : byte
{
    /// <summary>The beginning of a message, mostly all of it.</summary>
    Message = 1,

    /// <summary>A message that is sent when it is received. No content.</summary>
    Announcement = 2,

    /// <summary>The next bytes of a message.</summary>
    Part = 3,

    /// <summary>To the sender: an announced message is received now.</summary>
    Acceptance = 4,

    /// <summary>To the sender: an announced message was received and is not wanted.</summary>
    Refusal = 5,

    /// <summary>An announced message is not sent.</summary>
    Withdrawal = 6,

    /// <summary>To the sender: returns some of <see cref="RankWindow.Messages"/>. The number is that of bytes.</summary>
    MessageCredit = 7,

    /// <summary>To the sender: returns some of <see cref="RankWindow.Parts"/>. The number is that of bytes.</summary>
    PartCredit = 8,

    /// <summary>A collective operation, named by the channel, has failed at the sender. The number is the rank that has ended.</summary>
    Failure = 9,
}
