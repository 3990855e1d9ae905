using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The actor above all actors of the system. It outlives the user guardian and those that asked to finish their work first.</summary>
public class SystemGuardianActor : ActorBase, IRequiresMessageQueue<IUnboundedMessageQueueSemantics>
{
    private readonly IActorRef _userGuardian;
    private readonly HashSet<IActorRef> _hooks = [];

    /// <summary>With the user guardian.</summary>
    public SystemGuardianActor(IActorRef userGuardian) => _userGuardian = userGuardian;

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated ended when ended.ActorRef.Equals(_userGuardian):
                Context.Become(Terminating);
                foreach (var hook in _hooks)
                {
                    hook.Tell(TerminationHook.Instance, Self);
                }

                StopWhenAllHooksAreDone();
                break;
            case Terminated ended:
                _hooks.Remove(ended.ActorRef);
                break;
            case StopChild stop:
                Context.Stop(stop.Child);
                break;
            case RegisterTerminationHook:
                if (!Sender.Equals(Context.System.DeadLetters))
                {
                    _hooks.Add(Sender);
                    Context.Watch(Sender);
                }

                break;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                break;
        }

        return true;
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        // The guardian must not lose its children.
    }

    private bool Terminating(object message)
    {
        switch (message)
        {
            case Terminated ended:
                Done(ended.ActorRef);
                break;
            case TerminationHookDone:
                Done(Sender);
                break;
            case StopChild stop:
                Context.Stop(stop.Child);
                break;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                break;
        }

        return true;
    }

    private void Done(IActorRef hook)
    {
        _hooks.Remove(hook);
        StopWhenAllHooksAreDone();
    }

    private void StopWhenAllHooksAreDone()
    {
        if (_hooks.Count == 0)
        {
            var system = (ActorSystemImpl)Context.System;
            system.EventStream.StopDefaultLoggers(system);
            Context.Stop(Self);
        }
    }
}
