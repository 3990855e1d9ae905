using System.Collections.Immutable;
using Akka.Actor;

namespace ScaleMs.Actors.Contracts.Files;

/// <summary>A message for the keeper of the master's files, from a worker or a client. Files are named by their keys, see <see cref="FileReferences"/>.</summary>
public interface IFileRequest;

/// <summary>
/// The sender has a file and asks the keeper for a second copy, which the keeper fetches with <see cref="Transfer.ReadFile"/>. Answered with
/// <see cref="FileKept"/> or <see cref="FileRefused"/>; may be sent again.
/// </summary>
/// <param name="Key">The file's key.</param>
/// <param name="Size">Its bytes.</param>
public sealed record OfferFile(string Key, long Size) : IFileRequest, IJsonContract
{
    /// <summary>Where the keeper finds the file: on the same machine, or in the directory of files that both have; null = it must be fetched.</summary>
    public string? Path { get; init; }

    /// <summary>True = the sender keeps its copy too, and reads it to others.</summary>
    public bool IsHeld { get; init; }
}

/// <summary>The keeper has a copy of the file on its disk.</summary>
public sealed record FileKept(string Key) : IJsonContract;

/// <summary>The keeper cannot keep a copy of the file.</summary>
/// <param name="Key">The file's key.</param>
/// <param name="Reason">Why, and what to do.</param>
public sealed record FileRefused(string Key, string Reason) : IJsonContract;

/// <summary>Asks the keeper where a file is. Answered with <see cref="FileLocated"/>.</summary>
public sealed record LocateFile(string Key) : IFileRequest, IJsonContract;

/// <summary>Where a file is.</summary>
/// <param name="Key">The file's key.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Sources">Actors that answer <see cref="Transfer.ReadFile"/>, the best first; empty = there is no copy.</param>
public sealed record FileLocated(string Key, long Size, ImmutableArray<IActorRef> Sources) : IJsonContract;

/// <summary>To the keeper: the sender has a copy of the file now.</summary>
public sealed record FileHeld(string Key) : IFileRequest, IJsonContract;

/// <summary>To the keeper: the sender has no copies of these files any more.</summary>
public sealed record FilesDropped(ImmutableArray<string> Keys) : IFileRequest, IJsonContract;

/// <summary>From the keeper: nothing needs these files any more; copies may be deleted.</summary>
public sealed record FilesForgotten(ImmutableArray<string> Keys) : IJsonContract;
