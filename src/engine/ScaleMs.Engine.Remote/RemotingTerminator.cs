using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Holds up the end of the system until remoting has sent what its actors sent last.</summary>
internal sealed class RemotingTerminator : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public RemotingTerminator(RemoteTransport transport, IActorRef systemGuardian)
    {
        systemGuardian.Tell(RegisterTerminationHook.Instance);
        Receive<TerminationHook>(hook =>
        {
            _log.Debug("{0}: remoting shuts down.", hook);
            _ = transport.Shutdown().PipeTo(Self, success: static () => TransportShutDown.Instance, failure: static e => new Status.Failure(e));
        });
        Receive<TransportShutDown>(_ => systemGuardian.Tell(TerminationHookDone.Instance));
        Receive<Status.Failure>(failure =>
        {
            _log.Error(failure.Cause, "Remoting did not shut down cleanly: {0}", failure.Cause.Message);
            systemGuardian.Tell(TerminationHookDone.Instance);
        });
    }

    private sealed record TransportShutDown
    {
        public static TransportShutDown Instance { get; } = new();
    }
}
