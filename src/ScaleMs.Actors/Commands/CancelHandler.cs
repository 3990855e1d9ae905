using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Tasks;

namespace ScaleMs.Actors.Commands;

/// <summary>Passes a cancellation to the ledger, which answers.</summary>
internal sealed class CancelHandler(IActorRef ledger) : CommandHandler<Cancel>
{
    protected override void Launch(Cancel command, CommandRequest request)
    {
        var selectors = (command.Ids.IsDefaultOrEmpty ? 0 : 1) + (command.Submission is null ? 0 : 1) + (command.All ? 1 : 0);
        if (selectors == 1)
        {
            ledger.Tell(new LedgerCancel(command, request.Uid, request.Requester));
        }
        else
        {
            Failed(request, "a cancel command has exactly one of ids (not empty), submission and all");
        }
    }
}
