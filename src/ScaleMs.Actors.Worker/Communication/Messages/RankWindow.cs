namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>
/// Limits of what is on its way from one rank to another, or has arrived there and is not received. 512 KiB for a round trip of 200 µs
/// through a few pipes are 2.6 GB/s, about what the copies allow; and 512 KiB from each of 63 other ranks are 32 MiB to keep on a rank.
/// <para>
/// There are two parts. The receiver returns <see cref="Messages"/> when a message is received, which may be never. It returns
/// <see cref="Parts"/> as soon as a part arrives, because parts are sent only after the receive. So a message for which a receive waits
/// arrives, no matter how many others do not. A message that does not fit into the first part is announced, and sent when it is received;
/// announcements need no window, because there is one for each pending send at most.
/// </para>
/// </summary>
internal static class RankWindow
{
    /// <summary>Both parts, in bytes.</summary>
    public const int Bytes = 1024 * 1024;

    /// <summary>For messages that are sent before their receive, in bytes.</summary>
    public const int Messages = Bytes / 2;

    /// <summary>For parts of messages that a receive waits for, in bytes.</summary>
    public const int Parts = Bytes - Messages;

    /// <summary>The longest message that is sent before its receive, in bytes: one must not take the whole window.</summary>
    public const int MostUnannounced = Messages / 2;

    /// <summary>
    /// What a message is charged besides its content, in bytes. More than the headers of its packets (24, and 8 for each of at most four
    /// more), and about what the receiver keeps for a short message.
    /// </summary>
    public const int PerMessage = 128;

    /// <summary>
    /// Credit is returned from this amount on, in bytes: one packet for two full ones, or for hundreds of short ones. The sender can
    /// use the rest, so it never waits for credit that is withheld.
    /// </summary>
    public const int LeastReturned = 96 * 1024;

    /// <summary>What a message is charged, in bytes.</summary>
    public static int ChargeOf(int length) => length + PerMessage;
}
