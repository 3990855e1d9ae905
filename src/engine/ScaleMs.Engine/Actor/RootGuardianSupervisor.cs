using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>What is above the root: it stops the system when the root fails, and knows when the root has ended.</summary>
public class RootGuardianSupervisor : MinimalActorRef
{
    private readonly ActorPath _path;
    private readonly IActorRefProvider _provider;
    private readonly TaskCompletionSource<Status> _termination;
    private readonly ILoggingAdapter _log;
    private Exception? _causeOfTermination;

    /// <summary>Completes the promise once the root has ended.</summary>
    public RootGuardianSupervisor(
        RootActorPath root, IActorRefProvider provider, TaskCompletionSource<Status> terminationPromise, ILoggingAdapter log)
    {
        _path = root / "_Root-guardian-supervisor";
        _provider = provider;
        _termination = terminationPromise;
        _log = log;
    }

    /// <inheritdoc/>
    public override ActorPath Path => _path;

    /// <inheritdoc/>
    public override IActorRefProvider Provider => _provider;

    /// <summary>Why the root ended, or null when it was asked to.</summary>
    public Exception? CauseOfTermination => Volatile.Read(ref _causeOfTermination);

    /// <inheritdoc/>
    public override void Stop()
    {
        Exception? cause = CauseOfTermination;
        _termination.TrySetResult(cause is null ? Status.Success.Instance : new Status.Failure(cause));
    }

    /// <inheritdoc/>
    public override void SendSystemMessage(ISystemMessage systemMessage)
    {
        switch (systemMessage)
        {
            case Failed failed:
                Interlocked.CompareExchange(ref _causeOfTermination, failed.Cause, null);
                _log.Error(failed.Cause, "guardian [{0}] failed, shutting down!", failed.Child);
                ((IInternalActorRef)failed.Child).Stop();
                break;
            case DeathWatchNotification:
                Stop();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender) => _log.Error("{0} received unexpected message [{1}]", _path, message);
}
