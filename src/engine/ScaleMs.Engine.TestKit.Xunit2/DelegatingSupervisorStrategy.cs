using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>Lets each child of a test actor have a supervisor strategy of its own.</summary>
public class DelegatingSupervisorStrategy : SupervisorStrategy
{
    private readonly Dictionary<IActorRef, SupervisorStrategy> _strategies = [];

    public override IDecider Decider => DefaultDecider;

    public void Update(IActorRef child, SupervisorStrategy supervisorStrategy) => _strategies[child] = supervisorStrategy;

    public override void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children)
    {
        var strategy = StrategyOf(child);
        _strategies.Remove(child);
        strategy.HandleChildTerminated(actorContext, child, children);
    }

    public override void ProcessFailure(
        IActorContext context,
        bool restart,
        IActorRef child,
        Exception cause,
        ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children) =>
        StrategyOf(child).ProcessFailure(context, restart, child, cause, stats, children);

    public override ISurrogate ToSurrogate(ActorSystem system) =>
        throw new NotSupportedException("A test actor's supervisor strategy stays where it is; it cannot be sent.");

    protected override Directive Handle(IActorRef child, Exception exception) => StrategyOf(child).Decider.Decide(exception);

    private SupervisorStrategy StrategyOf(IActorRef child) => _strategies.GetValueOrDefault(child, DefaultStrategy);
}
