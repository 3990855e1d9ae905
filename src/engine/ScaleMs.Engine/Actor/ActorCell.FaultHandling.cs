using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

public partial class ActorCell
{
    private static readonly IActorRef FatallyFailed = ActorRefs.Nobody;

    // Who made this actor fail: itself, a child whose failure was escalated, or nobody when there is no instance to resume.
    private IActorRef? _failed;
    private bool _reported;
    private bool _terminating;

    private bool IsFailed => _failed is not null;

    /// <summary>A failure of this actor: it and its children wait for what the supervisor decides.</summary>
    internal void HandleInvokeFailure(Exception cause, IReadOnlyCollection<IActorRef>? childrenNotToSuspend = null)
    {
        cause = AkkaException.Unwrap(cause);
        if (_failed is not null && !ReferenceEquals(_failed, FatallyFailed))
        {
            return;
        }

        if (_reported)
        {
            return;
        }

        try
        {
            _reported = true;
            _mailbox.Suspend();
            if (_current.Message is Failed failed)
            {
                _failed ??= failed.Child;
                SuspendChildren(childrenNotToSuspend is null ? [failed.Child] : [.. childrenNotToSuspend, failed.Child]);
            }
            else
            {
                _failed ??= _self;
                SuspendChildren(childrenNotToSuspend);
            }

            _parent.SendSystemMessage(new Failed(_self, cause, _self.Path.Uid));
        }
        catch (Exception e)
        {
            PublishError(e, $"Emergency stop: exception in failure handling for {cause}");
            try
            {
                StopAllChildren();
            }
            finally
            {
                FinishTerminate();
            }
        }
    }

    private void SetFailedFatally() => _failed = FatallyFailed;

    private void ClearFailed()
    {
        _failed = null;
        _reported = false;
    }

    private void FaultSuspend()
    {
        _mailbox.Suspend();
        SuspendChildren();
    }

    private void FaultResume(Exception? causedByFailure)
    {
        if (_actor is null)
        {
            // There is no instance to go on with.
            FaultCreate();
        }
        else if (ReferenceEquals(_failed, FatallyFailed) && causedByFailure is not null)
        {
            FaultRecreate(causedByFailure);
        }
        else
        {
            var perpetrator = _failed;
            try
            {
                _mailbox.Resume();
            }
            finally
            {
                if (causedByFailure is not null)
                {
                    ClearFailed();
                }

                ResumeChildren(causedByFailure, perpetrator);
            }
        }
    }

    private void FaultRecreate(Exception cause)
    {
        if (_actor is null)
        {
            FaultCreate();
        }
        else if (IsNormal && !IsTerminating)
        {
            var failedActor = _actor;
            if (_system.Settings.DebugLifecycle)
            {
                PublishDebug("restarting");
            }

            // Whoever is restarted without having failed (all-for-one, a parent's restart) was suspended by its supervisor.
            var message = _current.Message is SystemMessage ? null : _current.Message;
            try
            {
                failedActor.AroundPreRestart(cause, message!);
            }
            catch (Exception e)
            {
                PublishError(new PreRestartException(_self, AkkaException.Unwrap(e), cause, message), e.Message);
            }
            finally
            {
                Guarded(() => ReleaseActor(failedActor));
            }

            if (_children?.SetReason(new SuspendReason.Recreation(cause)) != true)
            {
                FinishRecreate(cause);
            }
        }
        else
        {
            // The end is under way already; this keeps suspensions and resumptions even.
            FaultResume(null);
        }
    }

    private void FaultCreate()
    {
        StopAllChildren();
        if (_children?.SetReason(new SuspendReason.Creation()) != true)
        {
            FinishCreate();
        }
    }

    private void FinishCreate()
    {
        try
        {
            _mailbox.Resume();
        }
        finally
        {
            ClearFailed();
        }

        Create(null);
    }

    private void FinishRecreate(Exception cause)
    {
        // Children that the actor kept across its restart are restarted with it.
        var survivors = _children?.Refs() ?? [];
        try
        {
            try
            {
                _mailbox.Resume();
            }
            finally
            {
                ClearFailed();
            }

            _actor = null;
            var fresh = NewActor();
            _actor = fresh;
            fresh.AroundPostRestart(cause, null!);
            CheckReceiveTimeout();
            if (_system.Settings.DebugLifecycle)
            {
                PublishDebug("restarted");
            }

            foreach (var child in survivors)
            {
                Guarded(() => child.Restart(cause));
            }
        }
        catch (Exception e)
        {
            SetFailedFatally();
            if (_actor is { } partial)
            {
                Guarded(() => ReleaseActor(partial));
            }

            HandleInvokeFailure(new PostRestartException(_self, AkkaException.Unwrap(e), cause), survivors);
        }
    }

    private void Terminate()
    {
        SetReceiveTimeout(null);
        CancelReceiveTimeout();
        UnwatchWatchedActors();
        StopAllChildren();
        var wasTerminating = IsTerminating;
        _terminating = true;
        if (_children?.SetReason(SuspendReason.Termination.Instance) == true)
        {
            if (!wasTerminating)
            {
                // No message and no failure is processed any more until the children are gone.
                _mailbox.Suspend();
                _failed ??= _self;
                _reported = true;
                if (_system.Settings.DebugLifecycle)
                {
                    PublishDebug("stopping");
                }
            }
        }
        else
        {
            _children?.SetTerminated();
            FinishTerminate();
        }
    }

    private void HandleChildTerminated(IActorRef child)
    {
        if (!_children!.Remove(child, out var finished))
        {
            return;
        }

        if (_actor is { } actor)
        {
            try
            {
                actor.SupervisorStrategyInternal.HandleChildTerminated(this, child, LazyChildren());
            }
            catch (Exception e)
            {
                PublishError(e, "HandleChildTerminated failed");
                HandleInvokeFailure(e);
            }
        }

        switch (finished)
        {
            case SuspendReason.Recreation recreation:
                FinishRecreate(recreation.Cause);
                break;
            case SuspendReason.Creation:
                FinishCreate();
                break;
            case SuspendReason.Termination:
                FinishTerminate();
                break;
        }
    }

    private void FinishTerminate()
    {
        if (_isTerminated)
        {
            return;
        }

        var actor = _actor;
        var type = actor?.GetType();
        if (actor is not null)
        {
            try
            {
                actor.AroundPostStop();
            }
            catch (Exception e)
            {
                PublishError(e, e.Message);
            }

            Guarded(() => ReleaseActor(actor));
        }

        Volatile.Write(ref _isTerminated, true);
        Guarded(() => _dispatcher.Detach(this));
        Guarded(() => _parent.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false)));
        Guarded(TellWatchersWeDied);
        Guarded(UnwatchWatchedActors);
        if (_system.Settings.DebugLifecycle)
        {
            PublishDebug("Stopped");
        }

        _actor = null;
        _behavior = null;
        _behaviorsBelow = null;
        _watch = null;
        _stashedSystemMessages = null;
    }

    private void HandleFailed(Failed failed)
    {
        var outer = _current;
        _current = new Envelope(failed, failed.Child);
        if (_children is { } children && children.TryGet(failed.Child, out var stats) && stats.Uid == failed.Uid)
        {
            var strategy = _actor?.SupervisorStrategyInternal ?? SupervisorStrategy.DefaultStrategy;
            if (!strategy.HandleFailure(this, failed.Child, failed.Cause, stats, children.Stats()))
            {
                // The escalated failure is this actor's own; the envelope tells which child it comes from.
                AkkaException.Rethrow(failed.Cause);
            }
        }
        else if (_system.Settings.DebugLifecycle)
        {
            PublishDebug($"dropping Failed({failed.Cause}) from unknown child {failed.Child}");
        }

        _current = outer;
    }
}
