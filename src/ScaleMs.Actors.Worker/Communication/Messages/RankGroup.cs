namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>Some ranks of a task, with a context of their own, numbered from 0.</summary>
/// <param name="endpoint">This rank.</param>
/// <param name="context">The same on all of them.</param>
/// <param name="members">Their ranks in the task.</param>
internal sealed class RankGroup(RankEndpoint endpoint, long context, int[] members)
{
    /// <summary>This rank's number.</summary>
    public int Rank { get; } = Array.IndexOf(members, endpoint.Rank);

    public int Size => members.Length;

    public RankEndpoint Endpoint => endpoint;

    /// <summary>Some members of this group as a group.</summary>
    public RankGroup Part(long context, IEnumerable<int> ranks) => new(endpoint, context, [.. ranks.Select(rank => members[rank])]);

    /// <summary>Sends content that is not changed before the task completes.</summary>
    public Task SendAsync(int to, int tag, TypeCode form, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        TrySend(to, tag, form, content.Span) ? Task.CompletedTask : AnnounceAsync(to, tag, form, content, cancellation);

    /// <summary>Sends content now; false if it must be announced.</summary>
    public bool TrySend(int to, int tag, TypeCode form, ReadOnlySpan<byte> content) => endpoint.To(members[to]).TrySend(new Channel(context, tag), form, content);

    /// <summary>Announces content, and sends it when it is received.</summary>
    public async Task AnnounceAsync(int to, int tag, TypeCode form, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var outbox = endpoint.To(members[to]);
        var send = new PendingSend(content);
        outbox.Announce(new Channel(context, tag), form, send);
        using (OnCancel(() => outbox.Withdraw(send, cancellation), cancellation))
        {
            await send.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Receives into memory, or into a pooled array without one.</summary>
    public Task<ReceivedMessage> ReceiveAsync(int from, int tag, TypeCode form, Memory<byte>? memory, CancellationToken cancellation)
    {
        var inbox = endpoint.From(members[from]);
        var receive = new PendingReceive(from, new Channel(context, tag), form, memory);
        inbox.Receive(receive);
        return receive.Task.IsCompleted || !cancellation.CanBeCanceled ? receive.Task : CancelableAsync(inbox, receive, cancellation);
    }

    /// <summary>Leaves a collective operation, and tells the other ranks if that is because of a rank that has ended.</summary>
    public void Abandon(int tag, int? ended)
    {
        var channel = new Channel(context, tag);
        foreach (var member in members)
        {
            endpoint.From(member).Abandon(channel);
            if (ended is { } rank && member != endpoint.Rank)
            {
                endpoint.Send(member, new RankPacket(PacketKind.Failure, (uint)rank, Channel: channel), []);
            }
        }
    }

    private static async Task<ReceivedMessage> CancelableAsync(RankInbox inbox, PendingReceive receive, CancellationToken cancellation)
    {
        using (OnCancel(() => inbox.Cancel(receive, cancellation), cancellation))
        {
            return await receive.Task.ConfigureAwait(false);
        }
    }

    private static CancellationTokenRegistration OnCancel(Action act, CancellationToken cancellation) => cancellation.UnsafeRegister(
        static state =>
        {
            BorrowedThread.Enter();
            try
            {
                ((Action)state!)();
            }
            finally
            {
                BorrowedThread.Exit();
            }
        },
        act);
}
