namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>A runtime that a worker has for functions.</summary>
/// <param name="Name">Such as <see cref="Tasks.TaskRuntime.Python"/>.</param>
/// <param name="Version">Its version, such as <c>3.11.2</c>.</param>
/// <param name="Prefix">Where it is installed; for .NET empty.</param>
public sealed record RuntimeInfo(string Name, string Version, string Prefix)
{
    /// <summary>Whether it can run the ranks of an MPI task.</summary>
    public bool Mpi { get; init; }

    /// <summary>For people, such as <c>python 3.11.2 at /usr</c>.</summary>
    public override string ToString() => Prefix.Length > 0 ? $"{Name} {Version} at {Prefix}" : Version.Length > 0 ? $"{Name} {Version}" : Name;
}
