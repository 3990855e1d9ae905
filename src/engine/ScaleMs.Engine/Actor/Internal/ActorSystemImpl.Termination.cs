using System.Text;
using Akka.Event;

namespace Akka.Actor.Internal;

public partial class ActorSystemImpl
{
    private int _terminating;

    /// <inheritdoc/>
    public override Task WhenTerminated => _terminationCallbacks.Completion;

    /// <summary>Whether everything is stopped without regard to order.</summary>
    internal bool Aborting { get; private set; }

    /// <inheritdoc/>
    public override void RegisterOnTermination(Action code) => _terminationCallbacks.Add(code);

    /// <inheritdoc/>
    public override Task Terminate()
    {
        if (Settings.CoordinatedShutdownRunByActorSystemTerminate && TryRunCoordinatedShutdown())
        {
            return WhenTerminated;
        }

        return FinalTerminate();
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        Aborting = true;
        _ = FinalTerminate();
    }

    /// <inheritdoc/>
    public override void Stop(IActorRef actor)
    {
        var path = actor.Path;
        var parent = path.Parent;
        if (parent.Equals(Provider.Guardian.Path))
        {
            Provider.Guardian.Tell(new Dispatch.SysMsg.StopChild(actor), ActorRefs.NoSender);
        }
        else if (parent.Equals(Provider.SystemGuardian.Path))
        {
            Provider.SystemGuardian.Tell(new Dispatch.SysMsg.StopChild(actor), ActorRefs.NoSender);
        }
        else
        {
            ((IInternalActorRef)actor).Stop();
        }
    }

    /// <inheritdoc/>
    public override string PrintTree()
    {
        var text = new StringBuilder();
        Print(LookupRoot, "");
        return text.ToString();

        void Print(IActorRef actor, string indent)
        {
            text.Append(indent);
            if (actor is not ActorRefWithCell withCell)
            {
                text.Append(indent).Append(actor.Path.Name).Append(' ').AppendLine(Akka.Event.Logging.SimpleName(actor));
                return;
            }

            text.Append(indent.Length == 0 ? "-> " : "⌊-> ").Append(actor.Path.Name).Append(' ')
                .AppendLine(Akka.Event.Logging.SimpleName(actor));
            foreach (var child in withCell.Children.OrderBy(c => c.Path.Name, StringComparer.Ordinal))
            {
                Print(child, indent + "   ");
            }
        }
    }

    /// <summary>Ends the system now: the user guardian stops, and with it everything in its order.</summary>
    internal Task FinalTerminate()
    {
        if (Interlocked.Exchange(ref _terminating, 1) == 0)
        {
            Log.Debug("System shutdown initiated");
            if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is { } listener)
            {
                Stop(listener);
            }

            Provider.Guardian.Stop();
        }

        return WhenTerminated;
    }

    /// <summary>Called by the provider's termination: runs what was registered, the last first.</summary>
    internal void OnRootTerminated() => _terminationCallbacks.Run(e => Log.Error(e, "exception in termination callback"));

    private void StopScheduler() => (Scheduler as IDisposable)?.Dispose();

    private void Abandon()
    {
        // The start failed half way; what runs already is stopped so that the process can go on without this system.
        try
        {
            if (Provider.RootGuardian is { } root)
            {
                root.Stop();
            }
        }
        catch (Exception e)
        {
            Log.Error(e, "could not stop the actors of a system whose start failed");
        }

        StopScheduler();
    }

    private sealed class TerminationCallbacks
    {
        private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Stack<Action> _callbacks = new();
        private bool _done;

        public Task Completion => _completion.Task;

        public void Add(Action callback)
        {
            lock (_callbacks)
            {
                if (_done)
                {
                    throw new InvalidOperationException("ActorSystem already terminated.");
                }

                _callbacks.Push(callback);
            }
        }

        public void Run(Action<Exception> onFailure)
        {
            while (true)
            {
                Action callback;
                lock (_callbacks)
                {
                    if (!_callbacks.TryPop(out callback!))
                    {
                        _done = true;
                        break;
                    }
                }

                try
                {
                    callback();
                }
                catch (Exception e)
                {
                    onFailure(e);
                }
            }

            _completion.TrySetResult();
        }
    }
}
