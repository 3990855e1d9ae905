using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Ends the subscriptions of an actor, to tasks and to workers. The ledger answers.</summary>
internal sealed class UnsubscribeHandler(IActorRef ledger, IActorRef provisioner) : CommandHandler<Unsubscribe>
{
    protected override void Launch(Unsubscribe command, CommandRequest request)
    {
        var call = new CommandCall(command, request);
        provisioner.Tell(call);
        ledger.Tell(call);
    }
}
