using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Messages;

/// <summary>To a command's handler: the command has ended, and the requester is to get the answer.</summary>
/// <param name="Request">The call.</param>
/// <param name="Answer">A <see cref="CommandReply"/>, or what else the command is answered with.</param>
internal sealed record CommandFinished(CommandRequest Request, object Answer)
{
    /// <summary>Gets an <see cref="AnswerSent"/> when the answer has left; null = no confirmation.</summary>
    public IActorRef? Confirm { get; init; }

    /// <summary>The command's final record.</summary>
    public TaskRecord Record => Answer is CommandReply reply ? reply.Record : CommandRecords.Done(Request.Uid).Record;
}

/// <summary>Handler to <see cref="CommandFinished.Confirm"/>: the requester has been sent the answer.</summary>
internal sealed record AnswerSent(CommandFinished Finished);
