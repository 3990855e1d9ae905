using System.Collections.Immutable;
using Akka.Actor;

namespace ScaleMs.Actors.Master.Messages;

// Messages between the actors of one master. None of them leaves its process.

/// <summary>Master to ledger: who must know which files tasks use. It is told the sums of all tasks first, then each change.</summary>
internal sealed record UseFiles(IActorRef Keeper);

/// <summary>Ledger to the keeper of files: what tasks use files for has changed.</summary>
internal sealed record FileUses(ImmutableArray<FileUse> Changes);

/// <summary>A change in the number of tasks that use a file; each of them counts once, in one of the two.</summary>
/// <param name="Key">The file's key.</param>
/// <param name="Needed">Tasks that cannot do without it: they are not final or not delivered, or others depend on them.</param>
/// <param name="Mentioned">Tasks of which only the record is kept, and mentions it.</param>
internal readonly record struct FileUse(string Key, int Needed, int Mentioned);
