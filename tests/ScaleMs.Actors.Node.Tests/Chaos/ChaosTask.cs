namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>A task of a chaos run and how it must end, whatever happens to the processes.</summary>
/// <param name="Line">As it stands in the file.</param>
/// <param name="State">DONE or FAILED.</param>
/// <param name="Value">What it returns; null where it fails.</param>
internal sealed record ChaosTask(string Line, string State, long? Value);
