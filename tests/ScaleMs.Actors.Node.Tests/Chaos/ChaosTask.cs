namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>A task of a chaos run and its required outcome, regardless of what happens to the processes.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="State">DONE or FAILED.</param>
/// <param name="Value">Its return value; null = it fails.</param>
internal sealed record ChaosTask(string Line, string State, long? Value);
