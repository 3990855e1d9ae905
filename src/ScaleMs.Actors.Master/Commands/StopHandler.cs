using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Asks the master to drain (the seed's <c>CpiStop</c>). The master replies when all is done.</summary>
internal sealed class StopHandler(IActorRef master) : CommandHandler<StopCommand>
{
    protected override void Launch(StopCommand command, CommandRequest request) => master.Tell(new StopRequested(request, command.Now));
}
