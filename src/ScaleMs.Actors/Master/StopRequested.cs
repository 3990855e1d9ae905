using ScaleMs.Actors.Commands;

namespace ScaleMs.Actors.Master;

/// <summary>Stop handler to master: end when all is done, and reply then.</summary>
internal sealed record StopRequested(CommandRequest Request);
