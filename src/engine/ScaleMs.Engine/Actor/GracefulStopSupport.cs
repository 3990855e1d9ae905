using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>Stops actors and waits for their end.</summary>
public static class GracefulStopSupport
{
    /// <summary>Sends <see cref="PoisonPill"/> and waits until the actor has ended.</summary>
    /// <exception cref="TaskCanceledException">It did not end in time.</exception>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => target.GracefulStop(timeout, PoisonPill.Instance);

    /// <summary>Sends a message that stops the actor and waits until it has ended.</summary>
    /// <exception cref="TaskCanceledException">It did not end in time.</exception>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var internalTarget = (IInternalActorRef)target;
        if (internalTarget.IsTerminated)
        {
            return true;
        }

        var ended = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        var watcher = new FutureActorRef<object>(ended, internalTarget.Provider);
        internalTarget.SendSystemMessage(new Watch(internalTarget, watcher));
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            var message = await ended.Task.WaitAsync(timeout).ConfigureAwait(false);
            return message is Terminated terminated && terminated.ActorRef.Path.Equals(target.Path);
        }
        catch (TimeoutException e)
        {
            internalTarget.SendSystemMessage(new Unwatch(internalTarget, watcher));
            throw new TaskCanceledException($"[{target.Path}] did not end within {timeout}", e);
        }
        finally
        {
            ended.TrySetCanceled();
            watcher.Unregister();
        }
    }
}
