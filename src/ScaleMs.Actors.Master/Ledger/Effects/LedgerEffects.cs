using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Effects;

/// <summary>
/// Everything that leaves a transition of the ledger: entries of the journal, messages, work for the pool. It is collected while the
/// transition runs and leaves when the transition is complete; what a failed transition has collected is discarded.
/// </summary>
internal sealed class LedgerEffects
{
    /// <summary>Time of the transition, in microseconds since 1970-01-01 UTC. Set before each one.</summary>
    public long Now { get; set; }

    /// <summary>Called before each effect is collected. Tests let it throw.</summary>
    public Action? Collecting { get; set; }

    /// <summary>Attempts for the pool.</summary>
    public List<TaskAttempt> Enqueued { get; } = [];

    /// <summary>Attempts that the pool should give back or cancel.</summary>
    public List<Withdrawal> Withdrawn { get; } = [];

    /// <summary>Sessions with results in their outbox.</summary>
    public HashSet<ClientSession> Sending { get; } = [];

    /// <summary>Changes for subscribers.</summary>
    public List<(IActorRef Subscriber, TaskStateChanged Change)> Announced { get; } = [];

    /// <summary>Clients whose submission another client has claimed.</summary>
    public List<(IActorRef Client, Guid Submission)> Displaced { get; } = [];

    /// <summary>Other messages to the pool, behind <see cref="Enqueued"/> and <see cref="Withdrawn"/>.</summary>
    public List<object> ToPool { get; } = [];

    /// <summary>Messages that leave when what the transition wrote is committed.</summary>
    public List<(IActorRef To, object Message)> Told { get; } = [];

    /// <summary>Messages that depend on nothing written.</summary>
    public List<(IActorRef To, object Message)> ToldAtOnce { get; } = [];

    /// <summary>Changes in the files that tasks use.</summary>
    public List<FileUse> FileUses { get; } = [];

    /// <summary>Changes that must survive a restart.</summary>
    public JournalBuffer Journal { get; }

    public LedgerEffects() => Journal = new JournalBuffer(this);

    public void Enqueue(TaskAttempt attempt) => Add(Enqueued, attempt);

    public void Withdraw(Withdrawal withdrawal) => Add(Withdrawn, withdrawal);

    public void Announce(IActorRef subscriber, TaskStateChanged change) => Add(Announced, (subscriber, change));

    public void Displace(IActorRef client, Guid submission) => Add(Displaced, (client, submission));

    public void TellPool(object message) => Add(ToPool, message);

    public void Use(FileUse change) => Add(FileUses, change);

    public void Tell(IActorRef to, object message) => Add(Told, (to, message));

    public void TellAtOnce(IActorRef to, object message) => Add(ToldAtOnce, (to, message));

    public void Send(ClientSession session)
    {
        Collecting?.Invoke();
        Sending.Add(session);
    }

    /// <summary>Discards everything collected.</summary>
    public void Discard()
    {
        Enqueued.Clear();
        Withdrawn.Clear();
        Sending.Clear();
        Announced.Clear();
        Displaced.Clear();
        ToPool.Clear();
        FileUses.Clear();
        Told.Clear();
        ToldAtOnce.Clear();
        Journal.Clear();
    }

    private void Add<T>(List<T> list, T effect)
    {
        Collecting?.Invoke();
        list.Add(effect);
    }
}
