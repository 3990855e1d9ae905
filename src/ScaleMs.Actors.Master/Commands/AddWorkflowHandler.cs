using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Makes tasks of a whole workflow. The ledger takes all or none, and answers.</summary>
internal sealed class AddWorkflowHandler(string masterUid, IActorRef ledger) : CommandHandler<AddWorkflow>
{
    protected override void Launch(AddWorkflow command, CommandRequest request)
    {
        var submission = Guid.CreateVersion7();
        try
        {
            var (rows, names) = command.Workflow.ToRows(submission, masterUid);
            ledger.Tell(new AddGraph(submission, rows, names, request));
        }
        catch (ProtocolException error)
        {
            Failed(request, error.Message);
        }
    }
}
