using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>A result that has to wait until the pool has let go of the task.</summary>
internal sealed record EarlyResult(ResultRow Row, string Worker);
