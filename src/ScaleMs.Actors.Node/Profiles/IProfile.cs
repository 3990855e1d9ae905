namespace ScaleMs.Actors.Node.Profiles;

/// <summary>A form in which runs are written, one after another.</summary>
internal interface IProfile : IDisposable
{
    /// <summary>A worker, before its first run.</summary>
    void Add(int process, string worker);

    /// <summary>A row of a worker, before its first run.</summary>
    void Add(int process, int lane);

    void Add(ProfiledRun run);

    /// <summary>Writes what is left.</summary>
    void Complete();
}
