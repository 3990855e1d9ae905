using ScaleMs.Actors.Worker.Isolation;

namespace ScaleMs.Actors.Worker.Mpi;

/// <summary>One rank of a world for one task.</summary>
internal sealed class TaskWorld(MpiWorld world, int rank) : IWorlds
{
    public bool IsForOneTask => true;

    public RankLink Join(int slot, ISlotProcessOwner owner)
    {
        var link = new RankLink(world, rank, owner);
        world.Attach(link);
        return link;
    }
}
