using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>To the actor that has sent a large row by a direct connection: the row has left, or may be lost.</summary>
public sealed record DirectlySent(IActorRef To, IBatch Batch, LargeRows.Identity Row, bool Success);
