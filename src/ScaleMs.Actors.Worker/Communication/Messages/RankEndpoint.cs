using System.Buffers;
using System.Globalization;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>
/// One rank of a task: what it has received from each rank and sends to it. Its owner passes on what arrives; those calls never run the
/// user's code.
/// </summary>
internal sealed class RankEndpoint
{
    private const int SmallPacket = 512;

    private readonly IRankTransport _transport;
    private readonly RankInbox[] _inboxes;
    private readonly RankOutbox[] _outboxes;
    private int _lastContext;

    /// <summary>A rank that has sent and received nothing.</summary>
    /// <param name="rank">This rank: 0 to <paramref name="size"/> - 1.</param>
    /// <param name="size">Number of ranks of the task.</param>
    /// <param name="transport">Leads to the other ranks.</param>
    public RankEndpoint(int rank, int size, IRankTransport transport)
    {
        (Rank, Size, _transport) = (rank, size, transport);
        _inboxes = [.. Enumerable.Range(0, size).Select(from => new RankInbox(this, from))];
        _outboxes = [.. Enumerable.Range(0, size).Select(to => new RankOutbox(this, to))];
    }

    /// <summary>The only rank of a task.</summary>
    public static RankEndpoint Alone => new(0, 1, NoTransport.Instance);

    public int Rank { get; }

    public int Size { get; }

    public RankInbox From(int rank) => _inboxes[rank];

    public RankOutbox To(int rank) => _outboxes[rank];

    /// <summary>A context that no other call of any rank returns. The one of the whole task is 0.</summary>
    public long NewContext() => ((long)Rank << 32) | (uint)Interlocked.Increment(ref _lastContext);

    /// <summary>A packet has arrived. Packets of one rank are passed on one after another.</summary>
    /// <exception cref="ProtocolException">The packet is not one that a rank may send.</exception>
    public void Received(int from, ReadOnlySpan<byte> packet)
    {
        var header = RankPacket.Parse(packet, out var content);
        BorrowedThread.Enter();
        try
        {
            Take(from, header, content);
        }
        finally
        {
            BorrowedThread.Exit();
        }
    }

    /// <summary>A rank has ended; every packet that it sent has been passed on.</summary>
    public void Ended(int rank)
    {
        BorrowedThread.Enter();
        try
        {
            _inboxes[rank].End(RankEnd.Of(rank), keepsMessages: true);
            _outboxes[rank].End(RankEnd.Of(rank));
        }
        finally
        {
            BorrowedThread.Exit();
        }
    }

    /// <summary>This task is to end: all operations fail, those that are pending and those to come.</summary>
    public void Cancel()
    {
        BorrowedThread.Enter();
        try
        {
            for (var rank = 0; rank < Size; rank++)
            {
                _inboxes[rank].End(RankEnd.Canceled, keepsMessages: false);
                _outboxes[rank].End(RankEnd.Canceled);
            }
        }
        finally
        {
            BorrowedThread.Exit();
        }
    }

    /// <summary>Sends a packet, to this rank itself without the transport.</summary>
    public void Send(int to, RankPacket header, ReadOnlySpan<byte> content)
    {
        var length = header.Size + content.Length;
        var pooled = length <= SmallPacket ? null : ArrayPool<byte>.Shared.Rent(length);
        var packet = pooled is null ? stackalloc byte[length] : pooled.AsSpan(0, length);
        header.Format(packet);
        content.CopyTo(packet[header.Size..]);
        if (to == Rank)
        {
            Received(to, packet);
        }
        else
        {
            _transport.Send(to, packet);
        }

        if (pooled is not null)
        {
            ArrayPool<byte>.Shared.Return(pooled);
        }
    }

    private void Take(int from, RankPacket packet, ReadOnlySpan<byte> content)
    {
        switch (packet.Kind)
        {
            case PacketKind.Message or PacketKind.Announcement:
                _inboxes[from].Message(packet, content);
                break;
            case PacketKind.Part:
                _inboxes[from].Part(packet.Number, content);
                break;
            case PacketKind.Withdrawal:
                _inboxes[from].Withdraw(packet.Number);
                break;
            case PacketKind.Failure:
                _inboxes[from].Fail(packet.Channel, RankEnd.Of((int)packet.Number));
                break;
            case PacketKind.Acceptance or PacketKind.Refusal:
                _outboxes[from].Answered(packet.Number, packet.Kind == PacketKind.Acceptance);
                break;
            case PacketKind.MessageCredit:
                _outboxes[from].MessageCredit((int)packet.Number);
                break;
            case PacketKind.PartCredit:
                _outboxes[from].PartCredit((int)packet.Number);
                break;
            default:
                throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"a packet of the kind {(byte)packet.Kind} is not known"));
        }
    }
}
