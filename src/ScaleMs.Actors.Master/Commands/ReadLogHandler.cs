using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Passes the question to the ledger, which answers or, of a task that runs, has the worker answer.</summary>
internal sealed class ReadLogHandler(IActorRef ledger) : CommandHandler<ReadLog>
{
    protected override void Launch(ReadLog command, CommandRequest request) => ledger.Tell(new LedgerReadLog(command, request.Uid, request.Requester));
}
