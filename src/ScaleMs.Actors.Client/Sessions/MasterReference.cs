using Akka.Actor;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>Where the master is: another actor after each of its restarts. Written by the session's actor, read by everybody.</summary>
internal sealed class MasterReference
{
    private volatile Connection _last = new(ActorRefs.Nobody);
    private volatile TaskCompletionSource<Connection> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The master, or while it is looked for the one that was.</summary>
    public IActorRef Current => _last.Master;

    /// <summary>Completed while there is a connection, and else with the next one.</summary>
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

    /// <summary>One stretch of time with a master.</summary>
    public sealed class Connection(IActorRef master)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IActorRef Master => master;

        /// <summary>Completed when the connection is lost: what was asked then may never be answered.</summary>
        public Task Ended => _ended.Task;

        public void End() => _ended.TrySetResult();
    }
}
