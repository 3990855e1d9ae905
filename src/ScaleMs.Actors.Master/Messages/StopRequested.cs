namespace ScaleMs.Actors.Master.Messages;

/// <summary>Stop handler to master: end when all is done, and answer then.</summary>
/// <param name="Request">Who asked.</param>
/// <param name="Now">Without waiting for anything.</param>
internal sealed record StopRequested(CommandRequest Request, bool Now);
