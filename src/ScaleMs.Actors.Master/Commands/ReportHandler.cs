using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Passes the question to the ledger, which answers.</summary>
internal sealed class ReportHandler(IActorRef ledger) : CommandHandler<ReportCommand>
{
    protected override void Launch(ReportCommand command, CommandRequest request) => ledger.Tell(new LedgerReport(request.Uid, request.Requester));
}
