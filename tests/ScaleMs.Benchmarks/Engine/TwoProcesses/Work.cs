namespace ScaleMs.Benchmarks.Engine.TwoProcesses;

/// <summary>What travels: 92 bytes of fields.</summary>
internal sealed record Work(Guid Id, long Sequence, long Created, long Deadline, double Weight, int Attempt, string Name)
{
    public static Work Sample { get; } = new(new Guid("6f1c2a52-6a0e-4d35-9a63-1d7f7d3c9b11"), 123_456_789, 638_000_000_000_000_000,
        638_000_000_600_000_000, 0.75, 3, "a name of forty letters, no more no less");
}
