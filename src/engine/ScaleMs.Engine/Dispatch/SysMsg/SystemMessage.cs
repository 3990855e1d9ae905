namespace Akka.Dispatch.SysMsg;

/// <summary>
/// The base of the engine's messages. An instance is a link of the receiving mailbox's list, so that queueing it allocates nothing;
/// it can be sent once only.
/// </summary>
public abstract class SystemMessage : ISystemMessage
{
    internal SystemMessage? Next;

    /// <summary>For derived classes.</summary>
    protected SystemMessage()
    {
    }

    /// <summary>Whether it is in no list.</summary>
    public bool Unlinked => Next is null;

    /// <summary>Takes it out of its list.</summary>
    public void Unlink() => Next = null;
}
