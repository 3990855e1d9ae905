using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>
/// The sender of a question: its first message is the answer. It is put into the tree, under a name, only when someone asks for its
/// path (to write it into a message for another system), since most questions never need that.
/// </summary>
public class FutureActorRef<T> : MinimalActorRef
{
    private readonly TaskCompletionSource<T> _result;
    private readonly IActorRefProvider _provider;
    private ActorPath? _path;
    private bool _registered;

    /// <summary>Under a path; whoever makes it registers it.</summary>
    public FutureActorRef(TaskCompletionSource<T> result, ActorPath path, IActorRefProvider provider)
    {
        _result = result;
        _path = path;
        _provider = provider;
    }

    internal FutureActorRef(TaskCompletionSource<T> result, IActorRefProvider provider)
    {
        _result = result;
        _provider = provider;
    }

    /// <inheritdoc/>
    public override ActorPath Path => Volatile.Read(ref _path) ?? Register();

    /// <inheritdoc/>
    public override IActorRefProvider Provider => _provider;

    internal override IInternalActorRef ParentOrNobody => _provider.TempContainer;

    internal override bool HasEnded => _result.Task.IsCompleted;

    internal override bool TakesNull => true;

    /// <summary>Sends the question.</summary>
    public virtual void DeliverAsk(object message, ICanTell destination) => destination.Tell(message, this);

    internal override void OnSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case DeathWatchNotification ended:
                Tell(new Terminated(ended.Actor, ended.ExistenceConfirmed, ended.AddressTerminated), ended.Actor);
                break;
            case Watch watch when watch.Watchee.Equals(this) && !watch.Watcher.Equals(this):
                // It may be gone at any moment, so whoever watches it is told so at once when it is.
                if (IsTerminated)
                {
                    watch.Watcher.SendSystemMessage(
                        new DeathWatchNotification(this, existenceConfirmed: true, addressTerminated: false));
                }

                break;
        }
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        var taken = message switch
        {
            T answer => _result.TrySetResult(answer),
            null => _result.TrySetResult(default!),
            Status.Failure failure => Fail(failure.Cause ?? new TaskCanceledException("Task cancelled by remote system.")),
            _ => Fail(new ArgumentException(
                $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
        };
        if (taken)
        {
            Unregister();
        }
        else if (message is not null and not Status.Failure)
        {
            _provider.DeadLetters.Tell(message, sender);
        }
    }

    internal void Unregister()
    {
        lock (_result)
        {
            if (_registered)
            {
                _registered = false;
                _provider.UnregisterTempActor(_path!);
            }
        }
    }

    private bool Fail(Exception cause)
    {
        if (!_result.TrySetException(cause))
        {
            return false;
        }

        // The asker may have lost interest; an unobserved failure is no news then.
        _ = _result.Task.Exception;
        return true;
    }

    private ActorPath Register()
    {
        lock (_result)
        {
            if (_path is null)
            {
                var path = _provider.TempPath();
                Volatile.Write(ref _path, path);
                if (!_result.Task.IsCompleted)
                {
                    _registered = true;
                    _provider.RegisterTempActor(this, path);
                }
            }

            return _path;
        }
    }
}
