using System.ComponentModel;
using ScaleMs.Actors.Worker.Isolation;

namespace ScaleMs.Actors.Worker.Mpi;

/// <summary>Where the processes of slots come from that are ranks of MPI worlds.</summary>
internal interface IWorlds
{
    /// <summary>True = a world is for one task.</summary>
    bool IsForOneTask { get; }

    /// <summary>The rank that is a slot's process, in a world that may be started for it.</summary>
    /// <param name="slot">Number of the slot.</param>
    /// <param name="owner">Is told when the rank is of no use any more.</param>
    /// <exception cref="Win32Exception">The launcher cannot be started.</exception>
    RankLink Join(int slot, ISlotProcessOwner owner);
}
