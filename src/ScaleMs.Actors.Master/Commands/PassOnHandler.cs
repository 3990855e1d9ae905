using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Handles a command of the master's own by passing it to the actor that knows the answer.</summary>
/// <param name="to">The ledger, the pool or the provisioner.</param>
internal sealed class PassOnHandler<TCommand>(Func<TCommand, IActorRef> to) : CommandHandler<TCommand>
    where TCommand : Command
{
    public PassOnHandler(IActorRef to)
        : this(_ => to)
    {
    }

    protected override void Launch(TCommand command, CommandRequest request) => to(command).Tell(new CommandCall(command, request));
}
