using System.Threading.Channels;
using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Ranks;

/// <summary>The way to a rank that runs in this process. Packets pass through a queue, because one who sends must not wait for one who reads.</summary>
internal sealed class EndpointPort : IRankPort
{
    private readonly Channel<(int From, byte[]? Packet)> _arrived =
        System.Threading.Channels.Channel.CreateUnbounded<(int From, byte[]? Packet)>(new UnboundedChannelOptions { SingleReader = true });

    public EndpointPort(RankEndpoint endpoint) => _ = PassOnAsync(endpoint);

    public void Deliver(int from, ReadOnlySpan<byte> packet) => _arrived.Writer.TryWrite((from, packet.ToArray()));

    public void Ended(int rank, RankFate fate) => _arrived.Writer.TryWrite((rank, null));

    private async Task PassOnAsync(RankEndpoint endpoint)
    {
        await foreach (var (from, packet) in _arrived.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (packet is null)
            {
                endpoint.Ended(from);
            }
            else
            {
                endpoint.Received(from, packet);
            }
        }
    }
}
