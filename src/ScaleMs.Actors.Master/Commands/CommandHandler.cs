using System.Globalization;
using System.Text.Json;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>
/// Base of the actor that handles one type of command (the seed's <c>CpiCommand</c>). To add a command of your own, derive a
/// message from <see cref="Command"/> and a handler from this class, and name the handler in the configuration:
/// <c>scalems.commands { my-command = "Ns.Handler, Assembly" }</c>.
/// </summary>
/// <remarks>
/// An exception in <see cref="Launch"/> is answered with a FAILED record; then the handler is restarted, and nothing else is
/// affected. A derived class may <c>Receive</c> further messages of its own in its constructor.
/// </remarks>
/// <typeparam name="TCommand">The command, by its exact type.</typeparam>
public abstract class CommandHandler<TCommand> : ReceiveActor, ICommandHandler<TCommand>
    where TCommand : Command
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private long _calls;

    protected CommandHandler()
    {
        Receive<NamedCommand>(named => Call((TCommand)named.Command, named.Uid));
        Receive<TCommand>(command => Call(command, NextUid()));
        Receive<CommandFinished>(Finish);
        Receive<CommandReply>(reply => OnTaskAccepted(reply.Record));
        Receive<TaskResult>(result => OnTaskResult(result.Record));
    }

    /// <summary>The master, as it takes commands and tasks from this handler.</summary>
    protected static IActorRef Master => Context.Parent;

    /// <summary>
    /// Begins with a command (the seed's <c>launch</c>). Every call must end, now or later, in <see cref="Done"/> or
    /// <see cref="Failed"/>.
    /// </summary>
    protected abstract void Launch(TCommand command, CommandRequest request);

    /// <summary>
    /// A command has ended, and its record is about to go to the requester (the seed's <c>result_hook</c>). Called once for every command,
    /// also one that was refused, or whose <see cref="Launch"/> has thrown. An exception here is logged and restarts the handler; the record
    /// goes to the requester all the same.
    /// </summary>
    protected virtual void OnFinished(TaskRecord record)
    {
    }

    /// <summary>A task of this handler's was accepted, or refused: then its state is FAILED and no result follows.</summary>
    protected virtual void OnTaskAccepted(TaskRecord record)
    {
    }

    /// <summary>A task of this handler's is final.</summary>
    protected virtual void OnTaskResult(TaskRecord record)
    {
    }

    /// <summary>Adds a task; its record comes to <see cref="OnTaskResult"/>.</summary>
    /// <returns>Uid of the task.</returns>
    protected string Submit(WorkItem item)
    {
        Master.Tell(new AddItem(item), Self);
        return item.Uid().ToString();
    }

    /// <summary>Ends a call well (the seed's <c>cpi_finalize</c>).</summary>
    /// <param name="request">The call.</param>
    /// <param name="returnValue">Written as JSON; null = none.</param>
    /// <param name="stdout">What the record shows as output.</param>
    protected void Done(CommandRequest request, object? returnValue = null, string stdout = "") =>
        Finish(request, CommandRecords.Done(request.Uid, returnValue is null ? null : JsonSerializer.SerializeToElement(returnValue), stdout));

    /// <summary>Ends a call with an error.</summary>
    protected void Failed(CommandRequest request, string reason) => Finish(request, CommandRecords.Failed(request.Uid, reason));

    /// <summary>Ends a call with this answer.</summary>
    private protected void Finish(CommandRequest request, CommandReply reply) => Self.Tell(new CommandFinished(request, reply));

    private void Finish(CommandFinished finished)
    {
        var record = finished.Record;
        _log.Debug("Command {Uid} ended {State}", record.Uid, record.State);
        try
        {
            OnFinished(record);
        }
        finally
        {
            finished.Request.Requester.Tell(finished.Answer, Master);
            finished.Confirm?.Tell(new AnswerSent(finished));
        }
    }

    private void Call(TCommand command, string uid)
    {
        var request = new CommandRequest(uid, Sender) { Handler = Self };
        try
        {
            if (command.Problem() is { } problem)
            {
                Failed(request, problem);
            }
            else
            {
                Launch(command, request);
            }
        }
        catch (Exception error)
        {
            // It waits in the mailbox, which a restart keeps.
            Finish(request, CommandRecords.Failed(uid, error));
            throw;
        }
    }

    private string NextUid() => string.Create(CultureInfo.InvariantCulture, $"{Self.Path.Name}.{_calls++:d4}");
}
