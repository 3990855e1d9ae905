using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>Waits for the end of actors outside of actors.</summary>
public static class WatchAsyncSupport
{
    /// <summary>Completes once the actor has ended: true, or false when the wait was cancelled.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        if (target is not IInternalActorRef internalTarget || target is Nobody)
        {
            throw new InvalidOperationException($"[{target}] is not an actor that can be watched");
        }

        var ended = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        var watcher = new FutureActorRef<object>(ended, internalTarget.Provider);
        internalTarget.SendSystemMessage(new Watch(internalTarget, watcher));
        try
        {
            await ended.Task.WaitAsync(token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            internalTarget.SendSystemMessage(new Unwatch(internalTarget, watcher));
            return false;
        }
        finally
        {
            ended.TrySetCanceled(CancellationToken.None);
            watcher.Unregister();
        }
    }
}
