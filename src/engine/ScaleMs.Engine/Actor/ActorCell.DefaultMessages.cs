using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

public partial class ActorCell
{
    // Messages of the engine that come while the actor waits for its children, or failures that come while it has failed itself.
    private Queue<SystemMessage>? _stashedSystemMessages;

    private bool IsWaitingForChildren => _children?.Reason is SuspendReason.IWaitingForChildren;

    private bool IsSuspendedBySupervision => _mailbox.SuspendCount > _awaiting;

    /// <summary>Processes one message; a failure goes to the supervisor.</summary>
    public void Invoke(Envelope envelope)
    {
        _current = envelope;
        try
        {
            if (_receiveTimeout is not null)
            {
                BeforeReceive(envelope.Message);
            }

            if (envelope.Message is IAutoReceivedMessage)
            {
                AutoReceiveMessage(envelope);
            }
            else
            {
                ReceiveMessage(envelope.Message);
            }
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }
        finally
        {
            if (_receiveTimeout is not null)
            {
                AfterReceive(envelope.Message);
            }
        }
    }

    /// <summary>Processes a message as a test sends it: on this thread.</summary>
    public void ReceiveMessageForTest(Envelope envelope) => UseThreadContext(() =>
    {
        var outer = _current;
        _current = envelope;
        try
        {
            if (envelope.Message is IAutoReceivedMessage)
            {
                AutoReceiveMessage(envelope);
            }
            else
            {
                ReceiveMessage(envelope.Message);
            }
        }
        finally
        {
            _current = outer;
        }
    });

    /// <summary>Hands a message to the actor's behaviour.</summary>
    protected virtual void ReceiveMessage(object message)
    {
        var actor = _actor!;
        bool handled;
        if (_callAround)
        {
            handled = actor.AroundReceiveInternal(_behavior ?? actor.ReceiveDelegate, message);
        }
        else if (_behavior is { } behavior)
        {
            handled = behavior(message);
        }
        else
        {
            handled = actor.ReceiveInternal(message);
        }

        if (!handled && !_callAround)
        {
            actor.UnhandledInternal(message);
        }
    }

    /// <summary>Handles the messages that every actor understands.</summary>
    protected virtual void AutoReceiveMessage(Envelope envelope)
    {
        var message = envelope.Message;
        if (_system.Settings.DebugAutoReceive)
        {
            PublishDebug($"received AutoReceiveMessage {message}");
        }

        switch (message)
        {
            case TimerScheduler.TimerMessage timer:
                ReceiveTimer(timer);
                break;
            case Terminated terminated:
                ReceivedTerminated(terminated);
                break;
            case AddressTerminated lost:
                AddressTerminated(lost.Address);
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case PoisonPill:
                _self.Stop();
                break;
            case ActorSelectionMessage selection:
                ReceiveSelection(selection);
                break;
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, _self), _self);
                break;
            default:
                ReceiveMessage(message);
                break;
        }
    }

    /// <summary>Processes one message of the engine.</summary>
    internal void SystemInvoke(SystemMessage message)
    {
        try
        {
            if (ShouldStash(message))
            {
                (_stashedSystemMessages ??= new Queue<SystemMessage>()).Enqueue(message);
                return;
            }

            Process(message);
            UnstashSystemMessages();
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }
    }

    private void Process(SystemMessage message)
    {
        switch (message)
        {
            case ActorTask task:
                RunActorTask(task.Task);
                break;
            case Failed failed:
                HandleFailed(failed);
                break;
            case DeathWatchNotification ended:
                WatchedActorTerminated(ended.Actor, ended.ExistenceConfirmed, ended.AddressTerminated);
                break;
            case Create create:
                Create(create.Failure);
                break;
            case Watch watch:
                AddWatcher(watch.Watchee, watch.Watcher);
                break;
            case Unwatch unwatch:
                RemWatcher(unwatch.Watchee, unwatch.Watcher);
                break;
            case Recreate recreate:
                FaultRecreate(recreate.Cause);
                break;
            case Dispatch.SysMsg.Suspend:
                FaultSuspend();
                break;
            case Resume resume:
                FaultResume(resume.CausedByFailure);
                break;
            case Dispatch.SysMsg.Terminate or Dispatch.SysMsg.Stop:
                Terminate();
                break;
            case Supervise supervise:
                Supervise(supervise.Child);
                break;
            case Escalate escalate:
                AkkaException.Rethrow(escalate.Reason);
                break;
            case NoMessage:
                break;
            default:
                throw new NotSupportedException($"Unknown message {message.GetType().Name}");
        }
    }

    private bool ShouldStash(SystemMessage message) => message switch
    {
        Failed => IsWaitingForChildren || IsSuspendedBySupervision,
        Recreate or Dispatch.SysMsg.Suspend or Dispatch.SysMsg.Resume => IsWaitingForChildren,
        _ => false,
    };

    private void UnstashSystemMessages()
    {
        while (_stashedSystemMessages is { Count: > 0 } stashed && !IsTerminated)
        {
            var before = stashed.Count;
            for (var i = 0; i < before && !IsTerminated; i++)
            {
                var message = stashed.Dequeue();
                if (ShouldStash(message))
                {
                    stashed.Enqueue(message);
                }
                else
                {
                    Process(message);
                }
            }

            if (stashed.Count >= before)
            {
                return;
            }
        }
    }

    private void Supervise(IActorRef child)
    {
        if (IsTerminating)
        {
            return;
        }

        if (!ChildrenOrNew.Add((IInternalActorRef)child))
        {
            // Not made through this cell: the ref of a test, or one that has ended already.
            return;
        }

        if (_system.Settings.DebugLifecycle)
        {
            PublishDebug($"now supervising {child}");
        }
    }

    private void ReceiveTimer(TimerScheduler.TimerMessage timer)
    {
        if ((_actor as IWithTimers)?.Timers is TimerScheduler timers && timers.TryTake(timer, out var message))
        {
            _current = new Envelope(message, _current.Sender);
            if (message is IAutoReceivedMessage)
            {
                AutoReceiveMessage(_current);
            }
            else
            {
                ReceiveMessage(message);
            }
        }
    }

    private void ReceiveSelection(ActorSelectionMessage selection)
    {
        if (selection.Elements.Length == 0)
        {
            Invoke(new Envelope(selection.Message, Sender));
        }
        else
        {
            Akka.Actor.ActorSelection.DeliverSelection(_self, Sender, selection);
        }
    }

    private void BeforeReceive(object message)
    {
        if (message is not INotInfluenceReceiveTimeout)
        {
            CancelReceiveTimeout();
        }
    }

    private void AfterReceive(object message) => CheckReceiveTimeout(message is not INotInfluenceReceiveTimeout);
}
