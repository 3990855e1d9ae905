using System.Text.Json;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Tasks;

namespace ScaleMs.Actors.Commands;

/// <summary>Makes a task of a work item (the seed's <c>CpiAddItem</c>). The ledger sends the reply, so that it comes before the result.</summary>
internal sealed class AddItemHandler(IActorRef ledger) : CommandHandler<AddItem>
{
    protected override void Launch(AddItem command, CommandRequest request)
    {
        var row = command.Item.ToRow(default(TaskKey));
        var uid = row.Uid.ToString();
        ledger.Tell(new AddTask(row, request.Requester, CommandRecords.Done(request.Uid, JsonSerializer.SerializeToElement(uid), uid)));
    }
}
