using System.ComponentModel;

namespace ScaleMs.Actors.Worker.Isolation.Links;

/// <summary>Where the processes of slots come from that belong together.</summary>
internal interface IWorlds
{
    /// <summary>True = a world is for one task.</summary>
    bool IsForOneTask { get; }

    /// <summary>The process of a slot, in a world that may be started for it.</summary>
    /// <param name="slot">Number of the slot.</param>
    /// <param name="outdated">Called when the process is of no use for further tasks, because others of its world are replaced.</param>
    /// <exception cref="Win32Exception">The world cannot be started.</exception>
    SlotLink Join(int slot, Action outdated);
}
