using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

public partial class ActorCell
{
    /// <summary>Makes the actor's instance.</summary>
    protected virtual ActorBase CreateNewActorInstance() => _props.NewActor();

    /// <summary>Runs the hook before the first message.</summary>
    protected virtual void PreStart() => _actor!.AroundPreStart();

    private void Create(ActorInitializationException? failure)
    {
        try
        {
            if (failure is not null)
            {
                throw failure;
            }

            _actor = NewActor();
            PreStart();
            CheckReceiveTimeout();
            if (_system.Settings.DebugLifecycle)
            {
                PublishDebug($"Started ({_actor.GetType()})");
            }
        }
        catch (Exception e)
        {
            var unwrapped = AkkaException.Unwrap(e);
            if (_actor is { } partial)
            {
                ReleaseActor(partial);
                _actor = null;
                SetFailedFatally();
            }
            else
            {
                SetFailedFatally();
            }

            throw unwrapped is ActorInitializationException
                ? unwrapped
                : new ActorInitializationException(_self, "Exception during creation", unwrapped);
        }
    }

    private ActorBase NewActor()
    {
        _behavior = null;
        _behaviorsBelow?.Clear();
        var instance = CreateNewActorInstance()
            ?? throw new ActorInitializationException(_self, "Actor instance passed to ActorOf can't be 'null'");
        var type = ActorType.Of(instance.GetType());
        _callAround = type.OverridesAroundReceive || (type.LogsReceive && _system.Settings.AddLoggingReceive);
        if (_props.SupervisorStrategy is { } strategy)
        {
            instance.SupervisorStrategyInternal = strategy;
        }

        _system.ActorPipelineResolver.BeforeIncarnated(instance, this);
        if (type.HasStash && instance is IActorStash { Stash: null } stashing)
        {
            stashing.Stash = StashFactory.CreateStash(this, stashing);
        }

        if (type.HasTimers && instance is IWithTimers { Timers: null } timed)
        {
            timed.Timers = new TimerScheduler(this);
        }

        (instance as IInitializableActor)?.Init();
        _system.ActorPipelineResolver.AfterIncarnated(instance, this);
        return instance;
    }

    /// <summary>Gives up an instance: what it stashed goes back to the mailbox, its timers stop.</summary>
    private void ReleaseActor(ActorBase actor)
    {
        var type = ActorType.Of(actor.GetType());
        if (type.HasTimers)
        {
            ((actor as IWithTimers)?.Timers as TimerScheduler)?.CancelAll();
        }

        if (type.HasStash)
        {
            ((IActorStash)actor).Stash?.UnstashAll();
        }

        if (actor is IDisposable disposable)
        {
            Guarded(disposable.Dispose);
        }

        _props.Release(actor);
    }

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            PublishError(e, e.Message);
        }
    }

    private void PublishDebug(string text)
    {
        _system.EventStream.Publish(new Debug(_self.Path.ToString(), _actor?.GetType() ?? GetType(), text));
    }

    private void PublishError(Exception cause, string text)
    {
        _system.EventStream.Publish(new Error(cause, _self.Path.ToString(), _actor?.GetType() ?? GetType(), text));
    }
}
