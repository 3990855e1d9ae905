namespace ScaleMs.Actors.Samples;

/// <summary>A value that <see cref="AtomConverter"/> writes in a form of its own.</summary>
public sealed record Atom(string Name, double Position);
