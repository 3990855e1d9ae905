namespace ScaleMs.Actors.Master.Messages;

/// <summary>What a request to cancel found.</summary>
internal sealed record CancelCounts(long Cancelled, long AlreadyFinal, IReadOnlyList<string> Unknown);
