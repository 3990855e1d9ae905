using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>
/// This system's side of the relation with one peer, over all connections there ever are. One loop owns the state and
/// writes to the current connection: senders only put messages into its queue, which keeps the order of each.
/// </summary>
#pragma warning disable CA1001 // Its loop disposes of them when the relation ends.
internal sealed partial class Association
#pragma warning restore CA1001
{
    /// <summary>One write to the socket: large enough to make its cost small, small enough to stay in the cache.</summary>
    private const int BatchSize = 64 * 1024;

    private readonly TcpRemoting _remoting;
    private readonly TimeProvider _time;
    private readonly AsyncSignal _signal = new();
    private readonly ConcurrentQueue<AssociationCommand> _commands = new();
    private readonly ResendBuffer<OutboundMessage> _outbox;
    private readonly DeliveryLog _inbox = new();
    private readonly OutputBuffer _output = new(BatchSize + BatchSize / 4);
    private readonly ITimer _timer;

    private volatile AssociationState _state;
    private Link? _link;
    private CancellationTokenSource? _dial;
    private DateTimeOffset? _undeliveredSince;
    private volatile Link? _abortable;
    private bool _closing;
    private int _ended;

    public Association(TcpRemoting remoting, Address peer, TimeProvider time)
    {
        _remoting = remoting;
        _time = time;
        Peer = peer;
        _outbox = new ResendBuffer<OutboundMessage>(remoting.Settings.SysMsgBufferSize);
        _state = AssociationState.New(time.GetUtcNow());
        _timer = time.CreateTimer(static self => ((Association)self!).Post(AssociationCommand.Tick.Instance), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Running = RunAsync();
    }

    public Address Peer { get; }

    /// <summary>A snapshot; the loop may be about to change it.</summary>
    public AssociationState State => _state;

    /// <summary>The loop; ends after <see cref="AssociationCommand.Close"/>.</summary>
    public Task Running { get; }

    private DateTimeOffset Now => _time.GetUtcNow();

    public void Post(AssociationCommand command)
    {
        _commands.Enqueue(command);
        _signal.Set();
        if (Volatile.Read(ref _ended) != 0)
        {
            CloseLateLinks();
        }
    }

    /// <summary>Ends a connection over which nothing has come for too long; keeps a quiet one from seeming so to the peer.</summary>
    public void Beat()
    {
        if (_abortable is not { } link || _state.Phase != AssociationPhase.Connected)
        {
            return;
        }

        if (link.Silence > _remoting.TcpSettings.AcceptableSilence)
        {
            link.Close();
        }
        else
        {
            Post(AssociationCommand.Tick.Instance);
        }
    }

    /// <summary>See <see cref="RemoteTransport.Quarantine"/>.</summary>
    public void Quarantine(int? uid)
    {
        // A peer that has fallen silent may not take a goodbye, and must not hold up the loop that would say it.
        if (uid == _state.Uid && _abortable is { } link && link.Silence > _remoting.TcpSettings.HeartbeatInterval + AssociationState.Settled)
        {
            link.Close();
        }

        Post(new AssociationCommand.Quarantine(uid));
    }

    /// <summary>Ends the connection without regard to what is waiting or on its way.</summary>
    public void Abort() => _abortable?.Close();

    /// <summary>Whether a connection that the peer opens is wanted; called from any thread.</summary>
    public Refusal? Admit(Hello hello)
    {
        var state = _state;
        if (state.QuarantinedUid == hello.Uid)
        {
            return new Refusal(
                RefusalReason.Quarantined,
                $"[{_remoting.DefaultAddress}] has quarantined [{hello.Address}] with uid {hello.Uid}; restart that actor system.");
        }

        return state.PrefersOwnAttempt(hello.Uid, _remoting.DefaultAddress.ToString(), hello.Address, Now)
            ? new Refusal(RefusalReason.AlreadyConnected, "There is a connection already, or one is being made the other way.")
            : null;
    }

    private async Task RunAsync()
    {
        while (!_closing)
        {
            await _signal.WaitAsync().ConfigureAwait(false);
            try
            {
                await DoWhatIsDueAsync().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // the loop must not end: the peer would never be heard of again
            catch (Exception e)
#pragma warning restore CA1031
            {
                _remoting.Log.Error(e, "The association with [{0}] failed and connects anew: {1}", Peer, e.Message);
                Abort();
            }
        }

        await EndAsync().ConfigureAwait(false);
        Interlocked.Exchange(ref _ended, 1);
        CloseLateLinks();
    }

    /// <summary>A connection made while the loop ended has nobody to close it, and the peer would take it for a good one.</summary>
    private void CloseLateLinks()
    {
        while (_commands.TryDequeue(out var command))
        {
            (command as AssociationCommand.LinkUp)?.Link.Close();
        }
    }

    private async ValueTask DoWhatIsDueAsync()
    {
        await TakeCommandsAsync().ConfigureAwait(false);
        if (_link is not null)
        {
            await WriteAllAsync().ConfigureAwait(false);
        }

        if (_link is null && HasWork)
        {
            DoWithoutLink();
        }
    }

    private bool HasWork => Volatile.Read(ref _depth) > 0 || _outbox.Count > 0;

    /// <summary>Connects, waits or gives up, as the state says.</summary>
    private void DoWithoutLink()
    {
        var now = Now;
        if (_state.MayDial(now))
        {
            ExpireUndelivered(now);
            if (HasWork)
            {
                StartDial(now);
            }
        }
        else if (_state.Phase != AssociationPhase.Dialling)
        {
            if (_state.Drops(now))
            {
                DropQueue();
            }

            if (HasWork)
            {
                _timer.Change(Positive(_state.DialNotBefore - now), Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>System messages for a peer that was never reached are not kept for ever.</summary>
    private void ExpireUndelivered(DateTimeOffset now)
    {
        _undeliveredSince ??= now;
        if (_state.Uid is null && _outbox.Count > 0 && now - _undeliveredSince > _remoting.Settings.InitialSysMsgDeliveryTimeout)
        {
            _remoting.Log.Warning(
                "[{0}] could not be reached for {1}; {2} system messages for it are lost.",
                Peer,
                _remoting.Settings.InitialSysMsgDeliveryTimeout,
                _outbox.Count);
            DropOutbox();
            _undeliveredSince = null;
        }
    }

    // The next instant at the earliest: a timer that fires a moment early would find nothing due and not be set again.
    private static TimeSpan Positive(TimeSpan delay) => delay > TimeSpan.Zero ? delay + TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(1);
}
