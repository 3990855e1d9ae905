using System.Collections.Frozen;
using System.Collections.Immutable;
using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>
/// Finds the handler of a command by its type; each is a child of its own. Descriptions whose mode is not the interface's pass
/// through to the ledger as tasks.
/// </summary>
internal sealed class CommandRouter : ReceiveActor
{
    private readonly string _masterUid;
    private readonly IActorRef _ledger;
    private readonly FrozenDictionary<string, CommandEntry> _byOperation;
    private readonly FrozenDictionary<Type, IActorRef> _handlers;
    private long _refusals;

    public CommandRouter(string masterUid, ImmutableArray<CommandEntry> commands, IActorRef ledger)
    {
        _masterUid = masterUid;
        _ledger = ledger;
        _byOperation = commands.ToFrozenDictionary(static entry => entry.Operation);
        _handlers = commands.ToFrozenDictionary(static entry => entry.CommandType, static entry => Context.ActorOf(entry.Handler, entry.ActorName));

        Receive<Command>(command => Route(command, uid: null));
        Receive<TaskDescription>(OnDescription);
    }

    private string Known => string.Join(", ", _byOperation.Keys.Order(StringComparer.Ordinal));

    public static Props Props(string masterUid, ImmutableArray<CommandEntry> commands, IActorRef ledger) =>
        Akka.Actor.Props.Create(() => new CommandRouter(masterUid, commands, ledger));

    /// <summary>The handler has answered the command that it failed on; it starts afresh, the others do not notice.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Restart);

    private void Route(Command command, string? uid)
    {
        if (_handlers.TryGetValue(command.GetType(), out var handler))
        {
            handler.Forward(uid is null ? command : new NamedCommand(command, uid));
        }
        else
        {
            Refuse(uid, $"no handler for the command {command.GetType().FullName}; the master knows {Known}");
        }
    }

    private void OnDescription(TaskDescription description)
    {
        if (description.Mode == Cpi.Mode)
        {
            OnCall(description);
        }
        else if (description.Mode == WorkerDescription.RaptorWorker)
        {
            AddWorker(description);
        }
        else if (description.Problem(_masterUid) is { } problem)
        {
            var uid = string.IsNullOrEmpty(description.Uid) ? RefusalUid() : description.Uid;
            Sender.Tell(new TaskResult(CommandRecords.Failed(uid, problem).Record), Context.Parent);
        }
        else
        {
            AddTask(description);
        }
    }

    private void AddWorker(TaskDescription description)
    {
        var uid = string.IsNullOrEmpty(description.Uid) ? null : description.Uid;
        if (description.AddressProblem(_masterUid) is { } problem)
        {
            Refuse(uid, problem);
        }
        else
        {
            Route(new AddWorkers { Worker = WorkerDescription.Of(description) }, uid);
        }
    }

    private void AddTask(TaskDescription description)
    {
        try
        {
            var row = SubmissionRows.One(description, new TaskKey(Guid.CreateVersion7(), 0));
            _ledger.Tell(new AddTask(row, Sender, Request: null));
        }
        catch (ProtocolException error)
        {
            Sender.Tell(new TaskResult(CommandRecords.Failed(description.Uid ?? RefusalUid(), error.Message).Record), Context.Parent);
        }
    }

    private void OnCall(TaskDescription description)
    {
        var uid = string.IsNullOrEmpty(description.Uid) ? null : description.Uid;
        CommandEntry? entry = null;
        try
        {
            if (description.Metadata is not { } metadata)
            {
                throw new ProtocolException($"a description of mode {Cpi.Mode} needs the command in \"metadata\"");
            }

            var (operation, operand) = CommandJson.Split(metadata);
            entry = _byOperation.GetValueOrDefault(operation.Replace('-', '_'))
                ?? throw new ProtocolException($"the command '{operation}' is not known; the master knows {Known}");
            if (description.AddressProblem(_masterUid) is { } problem)
            {
                throw new ProtocolException(problem);
            }

            Route(CommandJson.Decode(entry.Operation, operand) ?? CommandTable.Decode(entry, operand), uid);
        }
        catch (ProtocolException error)
        {
            Refuse(uid, error.Message, entry);
        }
    }

    /// <summary>Answers with a refusal, through the command's handler where the command is known.</summary>
    private void Refuse(string? uid, string reason, CommandEntry? entry = null)
    {
        var reply = CommandRecords.Failed(uid ?? RefusalUid(), reason);
        if (entry is null)
        {
            Sender.Tell(reply, Context.Parent);
        }
        else
        {
            _handlers[entry.CommandType].Tell(new CommandFinished(new CommandRequest(reply.Record.Uid, Sender), reply));
        }
    }

    private string RefusalUid() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"refused.{_refusals++:d4}");
}
