using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Passes a cancellation to the ledger, which answers.</summary>
internal sealed class CancelHandler(IActorRef ledger) : CommandHandler<Cancel>
{
    protected override void Launch(Cancel command, CommandRequest request)
    {
        if (command.Problem() is { } problem)
        {
            Failed(request, problem);
        }
        else
        {
            ledger.Tell(new LedgerCancel(command, request.Uid, request.Requester));
        }
    }
}
