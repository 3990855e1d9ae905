using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Passes a query to pool and ledger, one after the other; the ledger answers.</summary>
internal sealed class QueryHandler(IActorRef pool) : CommandHandler<Query>
{
    protected override void Launch(Query command, CommandRequest request) =>
        pool.Tell(new PoolQuery(command, request.Uid, request.Requester));
}
