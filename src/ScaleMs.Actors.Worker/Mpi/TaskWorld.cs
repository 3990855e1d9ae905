using ScaleMs.Actors.Worker.Isolation.Links;

namespace ScaleMs.Actors.Worker.Mpi;

/// <summary>One rank of a world for one task.</summary>
internal sealed class TaskWorld(MpiWorld world, int rank) : IWorlds
{
    public bool IsForOneTask => true;

    public SlotLink Join(int slot, Action outdated) => world.Join(rank, outdated)!;
}
