using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Master.Messages;

/// <summary>Router to handler: a command that came with a uid of its own.</summary>
internal sealed record NamedCommand(Command Command, string Uid);
