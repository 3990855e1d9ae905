using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>Takes what a <see cref="Link"/> reads; called from its read loop only.</summary>
internal interface ILinkReader
{
    /// <summary>Takes every whole frame that is there.</summary>
    void Read(Link link, FrameDecoder input);

    /// <summary>The connection has ended, with an error or because the peer closed it.</summary>
    void OnReadEnd(Link link, Exception? failure);
}
