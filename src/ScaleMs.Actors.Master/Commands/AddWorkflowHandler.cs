using System.Text.Json;
using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Makes tasks of a whole workflow. The ledger takes all or none and sends the reply, so that it comes before the results.</summary>
internal sealed class AddWorkflowHandler(string masterUid, IActorRef ledger) : CommandHandler<AddWorkflow>
{
    protected override void Launch(AddWorkflow command, CommandRequest request)
    {
        var submission = Guid.CreateVersion7();
        try
        {
            var (rows, names) = command.Workflow.ToRows(submission, masterUid);
            var uids = names.Zip(rows).ToDictionary(static item => item.First, static item => item.Second.Uid.ToString());
            ledger.Tell(new AddGraph(
                new SubmitBatch(default, submission, rows),
                names,
                request.Requester,
                request.Uid,
                CommandRecords.Done(request.Uid, JsonSerializer.SerializeToElement(uids))));
        }
        catch (ProtocolException error)
        {
            Failed(request, error.Message);
        }
    }
}
