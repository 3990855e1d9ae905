using System.Collections.Frozen;
using System.Collections.Immutable;
using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>
/// Finds the handler of a command by its type; each is a child of its own. Descriptions whose mode is not the interface's pass
/// through to the ledger as tasks, batches as they are.
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

        Receive<SubmitBatch>(_ledger.Forward);
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
            handler.Forward(uid is null ? command : new CommandCall(command, uid));
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

    private void AddTask(TaskDescription description)
    {
        try
        {
            var row = SubmissionRows.One(description, new TaskKey(Guid.CreateVersion7(), 0));
            _ledger.Tell(new AddTask(row, Sender, Reply: null));
        }
        catch (ProtocolException error)
        {
            Sender.Tell(new TaskResult(CommandRecords.Failed(description.Uid ?? RefusalUid(), error.Message).Record), Context.Parent);
        }
    }

    private void OnCall(TaskDescription description)
    {
        var uid = string.IsNullOrEmpty(description.Uid) ? null : description.Uid;
        try
        {
            if (description.AddressProblem(_masterUid) is { } problem)
            {
                throw new ProtocolException(problem);
            }

            if (description.Metadata is not { } metadata)
            {
                throw new ProtocolException($"a description of mode {Cpi.Mode} needs the command in \"metadata\"");
            }

            var (operation, operand) = CommandJson.Split(metadata);
            var command = CommandJson.Decode(operation, operand)
                ?? (_byOperation.TryGetValue(operation.Replace('-', '_'), out var entry)
                    ? CommandTable.Decode(entry, operand)
                    : throw new ProtocolException($"the command '{operation}' is not known; the master knows {Known}"));
            Route(command, uid);
        }
        catch (ProtocolException error)
        {
            Refuse(uid, error.Message);
        }
    }

    private void Refuse(string? uid, string reason) => Sender.Tell(CommandRecords.Failed(uid ?? RefusalUid(), reason), Context.Parent);

    private string RefusalUid() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"refused.{_refusals++:d4}");
}
