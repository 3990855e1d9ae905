using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Samples;

/// <summary>A command that needs workers: the sum of the square roots of some numbers.</summary>
public sealed record SumOfRoots(IReadOnlyList<double> Numbers) : Command;
