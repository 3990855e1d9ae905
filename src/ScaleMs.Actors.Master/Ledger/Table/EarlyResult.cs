using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>A result that counts once the pool has withdrawn the attempt.</summary>
internal sealed record EarlyResult(ResultRow Row, string Worker);
