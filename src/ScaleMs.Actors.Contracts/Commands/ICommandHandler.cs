namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>Declares which command an actor handles, for callers without a reference to the actor's own library.</summary>
/// <typeparam name="TCommand">The exact type of the command.</typeparam>
public interface ICommandHandler<TCommand>
    where TCommand : Command;
