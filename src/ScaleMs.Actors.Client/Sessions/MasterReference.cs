using Akka.Actor;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>The master's current actor, a new one after each restart. Written by the session's actor, read by any thread.</summary>
internal sealed class MasterReference
{
    private volatile Connection _last = new(ActorRefs.Nobody);
    private volatile TaskCompletionSource<Connection> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The master; while disconnected, the previous one.</summary>
    public IActorRef Current => _last.Master;

    /// <summary>Completed while connected; otherwise completes with the next connection.</summary>
    public Task<Connection> Connected => _next.Task;

    public void Found(IActorRef master)
    {
        _last = new Connection(master);
        _next.TrySetResult(_last);
    }

    public void Lost()
    {
        _next = new TaskCompletionSource<Connection>(TaskCreationOptions.RunContinuationsAsynchronously);
        _last.End();
    }

    /// <summary>One uninterrupted connection to a master.</summary>
    public sealed class Connection(IActorRef master)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IActorRef Master => master;

        /// <summary>Completed when the connection is lost: pending requests may never be answered.</summary>
        public Task Ended => _ended.Task;

        public void End() => _ended.TrySetResult();
    }
}
