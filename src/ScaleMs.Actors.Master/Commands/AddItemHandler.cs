using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Makes a task of a work item (the seed's <c>CpiAddItem</c>). The ledger answers, when it has accepted the task.</summary>
internal sealed class AddItemHandler(IActorRef ledger) : CommandHandler<AddItem>
{
    protected override void Launch(AddItem command, CommandRequest request)
    {
        TaskRow row;
        try
        {
            // A unique key, so that fresh tasks get different uids; the ledger assigns the final key.
            row = SubmissionRows.One(TaskInput.Of(command.Item, command.Scheduling ?? TaskScheduling.Default), new TaskKey(Guid.CreateVersion7(), 0));
        }
        catch (ProtocolException error)
        {
            Failed(request, error.Message);
            return;
        }

        ledger.Tell(new AddTask(row, request.Requester, request));
    }
}
