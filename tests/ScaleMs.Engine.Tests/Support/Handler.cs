using Akka.Actor;

namespace ScaleMs.Engine.Tests.Support;

/// <summary>An actor that is one function; the strategy is for what it makes in its turn.</summary>
internal sealed class Handler(Action<IUntypedActorContext, object> handle, SupervisorStrategy? strategy = null) : UntypedActor
{
    public static Props Props(Action<IUntypedActorContext, object> handle, SupervisorStrategy? strategy = null) =>
        Akka.Actor.Props.Create(() => new Handler(handle, strategy));

    protected override void OnReceive(object message) => handle(Context, message);

    protected override SupervisorStrategy SupervisorStrategy() => strategy ?? base.SupervisorStrategy();
}
