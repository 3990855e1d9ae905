namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>Where some ranks of a task run that is spread over workers.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many.</param>
/// <param name="Worker">Path of the worker's node actor, with its address.</param>
/// <param name="Host">The worker's host, as other hosts reach it.</param>
public sealed record RankPlace(int First, int Count, string Worker, string Host);
