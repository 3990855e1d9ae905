using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Passes a subscription to the ledger, which answers and announces.</summary>
internal sealed class SubscribeHandler(IActorRef ledger) : CommandHandler<Subscribe>
{
    protected override void Launch(Subscribe command, CommandRequest request)
    {
        if (command.Problem() is { } problem)
        {
            Failed(request, problem);
        }
        else
        {
            ledger.Tell(new LedgerSubscribe(command, request.Uid, request.Requester));
        }
    }
}
