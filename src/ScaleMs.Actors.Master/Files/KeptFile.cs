using Akka.Actor;
using ScaleMs.Actors.Connection.Files;

namespace ScaleMs.Actors.Master.Files;

/// <summary>A file that the keeper knows.</summary>
internal sealed class KeptFile(long size)
{
    public long Size { get; set; } = size;

    /// <summary>The store has it.</summary>
    public bool IsStored { get; set; }

    /// <summary>Tasks that need it: they are not final, or their results have not been delivered, or others depend on them.</summary>
    public int Needed { get; set; }

    /// <summary>Retained records with it, of other tasks.</summary>
    public int Mentioned { get; set; }

    /// <summary>A task has used it.</summary>
    public bool WasUsed { get; set; }

    /// <summary>When it was stored, or last used, on the system's monotonic clock.</summary>
    public TimeSpan Since { get; set; }

    /// <summary>Other actors that have a copy.</summary>
    public List<IActorRef> Holders { get; } = [];

    /// <summary>It is on its way to the store.</summary>
    public FilePull? Pull { get; set; }

    /// <summary>How often nothing of it had come when somebody looked.</summary>
    public int Stuck { get; set; }

    /// <summary>Who waits for the store to have it; none unless it is on its way.</summary>
    public List<IActorRef> Askers { get; } = [];

    /// <summary>It is on its way, from an actor or a directory.</summary>
    public bool IsComing => Askers.Count > 0;
}
