namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>Says which command an actor handles, to those that must know without the actor's own library.</summary>
/// <typeparam name="TCommand">The command, by its exact type.</typeparam>
public interface ICommandHandler<TCommand>
    where TCommand : Command;
