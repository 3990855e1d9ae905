using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Passes the end of a subscription to the ledger, which answers.</summary>
internal sealed class UnsubscribeHandler(IActorRef ledger) : CommandHandler<Unsubscribe>
{
    protected override void Launch(Unsubscribe command, CommandRequest request) => ledger.Tell(new LedgerUnsubscribe(request.Uid, request.Requester));
}
