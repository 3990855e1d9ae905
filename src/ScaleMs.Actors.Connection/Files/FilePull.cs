using System.Diagnostics;
using Akka.Actor;
using ScaleMs.Actors.Connection.Telemetry;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Transfer;
using ScaleMs.Actors.Files.Receiving;

namespace ScaleMs.Actors.Connection.Files;

/// <summary>
/// A file that is fetched from another actor in pieces. A few are asked for ahead, so that the way is never empty and a slow receiver is never flooded. They
/// arrive in order; after a loss it goes on from the last that is here, with the same or another source.
/// </summary>
/// <param name="key">The file's key.</param>
/// <param name="size">Its bytes.</param>
/// <param name="file">Where it goes.</param>
/// <param name="self">Asks, and gets the pieces.</param>
public sealed class FilePull(string key, long size, IncomingFile file, IActorRef self) : IDisposable
{
    // 1 MiB on its way: more than a fast network holds, and little beside what a connection may buffer.
    private const int Window = 16;

    private readonly long _began = Stopwatch.GetTimestamp();
    private long _asked;
    private long _received;
    private long _receivedBefore;

    /// <summary>Where it comes from.</summary>
    public IActorRef Source { get; private set; } = ActorRefs.Nobody;

    /// <summary>Where it goes.</summary>
    public IncomingFile File => file;

    /// <summary>True when all pieces are here.</summary>
    public bool IsComplete => _received == size;

    /// <summary>Fetches what is missing from this source.</summary>
    public void From(IActorRef source)
    {
        Source = source;
        _asked = _received;
        Ask();
    }

    /// <summary>Takes a piece; those that were not expected are ignored.</summary>
    /// <exception cref="ContextException">It cannot be written.</exception>
    /// <exception cref="DataLocalizationException">There is more than the file's size.</exception>
    public void Take(FilePiece piece, IActorRef from)
    {
        if (!from.Equals(Source) || piece.Offset != _received || piece.Bytes.IsEmpty)
        {
            return;
        }

        file.Write(piece.Bytes.Span);
        _received += piece.Bytes.Length;
        if (IsComplete)
        {
            TransferMetrics.Received(TransferMetrics.File, _began, size);
        }

        Ask();
    }

    /// <summary>To be called at intervals longer than a piece takes.</summary>
    /// <returns>True = nothing has arrived since the last call.</returns>
    public bool IsStuck()
    {
        var stuck = _receivedBefore == _received && !IsComplete;
        _receivedBefore = _received;
        return stuck;
    }

    /// <summary>Deletes what has arrived, unless it has been taken.</summary>
    public void Dispose() => file.Dispose();

    private void Ask()
    {
        while (_asked < size && _asked - _received < Window * (long)FilePiece.MaxBytes)
        {
            var length = (int)Math.Min(FilePiece.MaxBytes, size - _asked);
            Source.Tell(new ReadFile(key, _asked, length), self);
            _asked += length;
        }
    }
}
