using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Ensemble;

/// <summary>How the task of one line of the file ended: with a result or with an error.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Result">Null if there is an error.</param>
/// <param name="Error">Null if there is a result.</param>
internal sealed record ReplicaOutcome(int Line, ReplicaResult? Result, string? Error);
