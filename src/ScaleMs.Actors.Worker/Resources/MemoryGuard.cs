namespace ScaleMs.Actors.Worker.Resources;

/// <summary>The limit on the memory of a process and all below it.</summary>
internal abstract class MemoryGuard(long limit) : IDisposable
{
    /// <summary>Time between two looks at a process whose limit the system does not enforce.</summary>
    public const int LookMilliseconds = 250;

    protected long Limit => limit;

    /// <summary>Whether <see cref="Exceeded"/> has to be asked every <see cref="LookMilliseconds"/> while the process runs.</summary>
    public abstract bool MustLook { get; }

    /// <summary>The process is under the limit from now on.</summary>
    public abstract void Add(int process);

    /// <summary>What the process used, and how much it may use, if that was more; null = it was not. What uses too much is killed by the caller if <see cref="MustLook"/>.</summary>
    public abstract string? Exceeded();

    /// <summary>The process has ended.</summary>
    public abstract void Dispose();
}
