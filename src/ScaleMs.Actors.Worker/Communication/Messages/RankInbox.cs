using System.Globalization;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>What arrives from one rank, and the receives that wait for it.</summary>
/// <param name="endpoint">Sends answers.</param>
/// <param name="rank">The sender.</param>
internal sealed class RankInbox(RankEndpoint endpoint, int rank)
{
    private readonly Lock _gate = new();
    private readonly Arrivals _arrivals = new();
    private readonly Dictionary<Channel, Func<Exception>> _failed = [];
    private Func<Exception>? _end;
    private bool _keepsMessages = true;

    /// <summary>Receives the next message of a channel, now or when it arrives.</summary>
    public void Receive(PendingReceive receive)
    {
        var step = new InboxStep();
        lock (_gate)
        {
            if (!_keepsMessages || !_arrivals.TryReceive(receive, ref step))
            {
                if ((_end ?? _failed.GetValueOrDefault(receive.Channel)) is { } error)
                {
                    step.Fail(receive, error());
                }
                else
                {
                    _arrivals.Wait(receive);
                }
            }
        }

        step.Carry(endpoint, rank);
    }

    /// <summary>Ends a receive that has no message. One whose message is on its way completes, unless the message is withdrawn.</summary>
    public void Cancel(PendingReceive receive, CancellationToken cancellation)
    {
        lock (_gate)
        {
            receive.Canceled = cancellation;
            if (!_arrivals.Remove(receive))
            {
                return;
            }
        }

        receive.TrySetCanceled(cancellation);
    }

    /// <summary>A message or its announcement.</summary>
    /// <exception cref="ProtocolException">It has more bytes than it says.</exception>
    public void Message(RankPacket packet, ReadOnlySpan<byte> content)
    {
        var message = new IncomingMessage(packet.Number, packet.Channel, packet.Form, packet.Length, packet.Kind == PacketKind.Announcement);
        var step = new InboxStep();
        lock (_gate)
        {
            if (_end is null && !_arrivals.TryAdd(message, content, isWanted: !_failed.ContainsKey(packet.Channel), ref step))
            {
                throw Unexpected(content.Length);
            }
        }

        step.Carry(endpoint, rank);
    }

    /// <summary>The next bytes of a message.</summary>
    /// <exception cref="ProtocolException">There is no such message, or it is shorter.</exception>
    public void Part(uint number, ReadOnlySpan<byte> content)
    {
        var step = new InboxStep();
        lock (_gate)
        {
            if (_end is null && !_arrivals.TryGrow(number, content, ref step))
            {
                throw Unexpected(content.Length);
            }
        }

        step.Carry(endpoint, rank);
    }

    /// <summary>An announced message is not sent.</summary>
    public void Withdraw(uint number)
    {
        var step = new InboxStep();
        lock (_gate)
        {
            _arrivals.Withdraw(number, ref step);
        }

        step.Carry(endpoint, rank);
    }

    /// <summary>The sender has left a collective operation, after what it sent for it before.</summary>
    public void Fail(Channel channel, Func<Exception> error)
    {
        List<PendingReceive> ended = [];
        lock (_gate)
        {
            if (_end is null && _failed.TryAdd(channel, error))
            {
                TakeReceives(channel, ended);
            }
        }

        End(ended, error);
    }

    /// <summary>This rank leaves a collective operation: its receives fail, and its messages are dropped, also those that still arrive.</summary>
    public void Abandon(Channel channel)
    {
        Func<Exception> error = static () => new OperationCanceledException("the collective operation has failed");
        List<PendingReceive> ended;
        List<InboxStep> steps = [];
        lock (_gate)
        {
            _failed[channel] = error;
            ended = _arrivals.DropArriving(channel);
            TakeReceives(channel, ended);
            for (var step = new InboxStep(); _arrivals.TryDrop(channel, ref step); step = new InboxStep())
            {
                steps.Add(step);
            }
        }

        steps.ForEach(step => step.Carry(endpoint, rank));
        End(ended, error);
    }

    /// <summary>No more packets arrive.</summary>
    /// <param name="error">What receives fail with.</param>
    /// <param name="keepsMessages">Messages that have arrived whole can still be received.</param>
    public void End(Func<Exception> error, bool keepsMessages)
    {
        List<PendingReceive> ended;
        lock (_gate)
        {
            _keepsMessages &= keepsMessages;
            _end = keepsMessages ? _end ?? error : error;
            ended = _arrivals.End();
        }

        End(ended, error);
    }

    private void TakeReceives(Channel channel, List<PendingReceive> taken)
    {
        while (_arrivals.TryTake(channel, out var receive))
        {
            taken.Add(receive);
        }
    }

    private static void End(List<PendingReceive> receives, Func<Exception> error) => receives.ForEach(receive => receive.TrySetException(error()));

    private ProtocolException Unexpected(int bytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes from rank {rank} belong to no message, or to one that has all of its own"));
}
