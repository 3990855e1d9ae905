using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

public partial class ActorCell
{
    private WatchState? _watch;

    private WatchState Watching => _watch ??= new WatchState();

    /// <inheritdoc/>
    public IActorRef Watch(IActorRef subject) => WatchFor(subject, null);

    /// <inheritdoc/>
    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return WatchFor(subject, message);
    }

    /// <inheritdoc/>
    public IActorRef Unwatch(IActorRef subject)
    {
        if (_watch is { } watch && !subject.Equals(_self))
        {
            if (watch.Subjects.Remove(subject))
            {
                ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, _self));
                UpdateAddressSubscription();
            }

            watch.Announced?.Remove(subject);
        }

        return subject;
    }

    /// <summary>Notes that a message about an actor's end is in the mailbox, so that a later unwatch can keep it from arriving.</summary>
    internal void TerminatedQueuedFor(IActorRef subject, object? customMessage) =>
        (Watching.Announced ??= [])[subject] = customMessage;

    /// <summary>Hands on the end of a watched actor, unless it was unwatched in between.</summary>
    protected void ReceivedTerminated(Terminated t)
    {
        if (_watch?.Announced is { } announced && announced.Remove(t.ActorRef, out var message))
        {
            ReceiveMessage(message ?? t);
        }
    }

    /// <summary>A watched actor, or a child, has ended.</summary>
    protected void WatchedActorTerminated(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    {
        if (_watch is { } watch && watch.Subjects.Remove(actor, out var message))
        {
            UpdateAddressSubscription();
            if (!IsTerminating)
            {
                TerminatedQueuedFor(actor, message);
                _self.Tell(new Terminated(actor, existenceConfirmed, addressTerminated), actor);
            }
        }

        if (_children is { } children && children.TryGet(actor, out _))
        {
            HandleChildTerminated(actor);
        }
    }

    /// <summary>Tells those who watch this actor that it has ended, the remote ones first.</summary>
    protected void TellWatchersWeDied()
    {
        if (_watch?.Watchers is not { Count: > 0 } watchers)
        {
            return;
        }

        try
        {
            foreach (var local in (ReadOnlySpan<bool>)[false, true])
            {
                foreach (var watcher in watchers)
                {
                    if (IsLocalRef(watcher) == local && !watcher.Equals(_parent))
                    {
                        ((IInternalActorRef)watcher).SendSystemMessage(
                            new DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false));
                    }
                }
            }
        }
        finally
        {
            watchers.Clear();
            UpdateAddressSubscription();
        }
    }

    /// <summary>Takes back every watch.</summary>
    private void UnwatchWatchedActors()
    {
        if (_watch is not { } watch)
        {
            return;
        }

        try
        {
            foreach (var subject in watch.Subjects.Keys)
            {
                ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, _self));
            }
        }
        finally
        {
            watch.Subjects.Clear();
            watch.Announced = null;
            UpdateAddressSubscription();
        }
    }

    /// <summary>Someone wants to know of an actor's end.</summary>
    protected void AddWatcher(IActorRef watchee, IActorRef watcher)
    {
        var isSelf = watchee.Equals(_self);
        var bySelf = watcher.Equals(_self);
        if (isSelf && !bySelf)
        {
            if ((Watching.Watchers ??= []).Add(watcher))
            {
                UpdateAddressSubscription();
                if (_system.Settings.DebugLifecycle)
                {
                    PublishDebug($"now watched by {watcher}");
                }
            }
        }
        else if (!isSelf && bySelf)
        {
            Watch(watchee);
        }
        else
        {
            PublishWarning($"BUG: illegal Watch({watchee},{watcher}) for {_self}");
        }
    }

    /// <summary>Someone wants to know no more of an actor's end.</summary>
    protected void RemWatcher(IActorRef watchee, IActorRef watcher)
    {
        var isSelf = watchee.Equals(_self);
        var bySelf = watcher.Equals(_self);
        if (isSelf && !bySelf)
        {
            if (_watch?.Watchers?.Remove(watcher) == true)
            {
                UpdateAddressSubscription();
                if (_system.Settings.DebugLifecycle)
                {
                    PublishDebug($"no longer watched by {watcher}");
                }
            }
        }
        else if (!isSelf && bySelf)
        {
            Unwatch(watchee);
        }
        else
        {
            PublishWarning($"BUG: illegal Unwatch({watchee},{watcher}) for {_self}");
        }
    }

    /// <summary>A whole system is lost: its watchers are forgotten, its watched actors have ended.</summary>
    protected void AddressTerminated(Address address)
    {
        if (_watch is not { } watch)
        {
            return;
        }

        watch.Watchers?.RemoveWhere(watcher => watcher.Path.Address.Equals(address));
        foreach (var subject in watch.Subjects.Keys.ToArray())
        {
            if (subject.Path.Address.Equals(address))
            {
                _self.SendSystemMessage(new DeathWatchNotification(
                    subject, existenceConfirmed: _children?.TryGet(subject, out _) ?? false, addressTerminated: true));
            }
        }

        UpdateAddressSubscription();
    }

    private static bool IsLocalRef(IActorRef actor) => (actor as IActorRefScope)?.IsLocal ?? true;

    private IActorRef WatchFor(IActorRef subject, object? message)
    {
        var internalSubject = (IInternalActorRef)subject;
        if (subject.Equals(_self))
        {
            return subject;
        }

        if (Watching.Subjects.TryGetValue(subject, out var previous))
        {
            if (!Equals(previous, message))
            {
                throw new InvalidOperationException(
                    $"Watch({_self}, {subject}) termination message was not overwritten from [{previous ?? "Terminated"}] to [{message ?? "Terminated"}]. "
                    + "If this was intended, unwatch first before using `Watch` / `WatchWith` with another message.");
            }

            return subject;
        }

        internalSubject.SendSystemMessage(new Watch(internalSubject, _self));
        Watching.Subjects[subject] = message;
        UpdateAddressSubscription();
        return subject;
    }

    // While an actor of another system watches or is watched, the actor must hear of the loss of whole systems.
    private void UpdateAddressSubscription()
    {
        var watch = _watch!;
        var needed = false;
        if (_system.HasRemotePeers)
        {
            needed = watch.Subjects.Keys.Any(subject => !IsLocalRef(subject))
                || watch.Watchers?.Any(watcher => !IsLocalRef(watcher)) == true;
        }

        if (needed == watch.HearsOfAddresses)
        {
            return;
        }

        watch.HearsOfAddresses = needed;
        if (needed)
        {
            AddressTerminatedTopic.Get(_system).Subscribe(_self);
        }
        else
        {
            AddressTerminatedTopic.Get(_system).Unsubscribe(_self);
        }
    }

    private void PublishWarning(string text) =>
        _system.EventStream.Publish(new Warning(_self.Path.ToString(), _actor?.GetType() ?? GetType(), text));

    private sealed class WatchState
    {
        /// <summary>The actors watched, each with the message to receive in place of Terminated.</summary>
        public Dictionary<IActorRef, object?> Subjects { get; } = [];

        /// <summary>The actors whose end is in the mailbox.</summary>
        public Dictionary<IActorRef, object?>? Announced { get; set; }

        /// <summary>Who watches this actor.</summary>
        public HashSet<IActorRef>? Watchers { get; set; }

        public bool HearsOfAddresses { get; set; }
    }
}
