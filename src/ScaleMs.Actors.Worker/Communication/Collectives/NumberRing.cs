using System.Buffers;
using System.Globalization;
using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Communication.Collectives;

/// <summary>
/// All-reduce in a ring: the array has as many chunks as there are ranks. In the first size - 1 steps a chunk goes from rank to rank and is
/// combined with that of each, so that each rank ends with one chunk of the result; in the next size - 1 steps these go round. Chunks go
/// in pieces of a packet: while one is combined the next is on its way, and it is passed on before the next is looked at. Patarasuk and
/// Yuan, "Bandwidth optimal all-reduce algorithms for clusters of workstations", 2009.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="bytes">The array.</param>
/// <param name="elementSize">Size of an element in bytes.</param>
/// <param name="pieceLength">Length of a piece in bytes, a multiple of the element's size.</param>
/// <param name="form">What messages consist of.</param>
/// <param name="combine">Combines a piece with one that has arrived.</param>
internal sealed class NumberRing(
    CollectiveCall call, Memory<byte> bytes, int elementSize, int pieceLength, TypeCode form, Func<Memory<byte>, ReadOnlyMemory<byte>, ValueTask> combine)
{
    // While one piece is combined, the next ones arrive where they are needed.
    private const int ReceivesAhead = 4;

    private readonly List<Task> _sends = [];
    private readonly Task<ReceivedMessage>[] _receives = new Task<ReceivedMessage>[ReceivesAhead];
    private byte[] _room = [];

    private int Steps => 2 * (call.Size - 1);

    /// <summary>The same for all chunks; the last pieces of shorter ones are empty.</summary>
    private int Pieces => ((ChunkElements(call.Size - 1) * elementSize) + pieceLength - 1) / pieceLength;

    public async Task RunAsync()
    {
        // Not returned to the pool after an error, because a message may still be written to it.
        _room = ArrayPool<byte>.Shared.Rent(ReceivesAhead * pieceLength);
        for (var i = 0; i < Math.Min(ReceivesAhead, Steps * Pieces); i++)
        {
            _receives[i] = Receive(i);
        }

        for (var piece = 0; piece < Pieces; piece++)
        {
            await SendAsync(step: 0, piece).ConfigureAwait(false);
        }

        for (var i = 0; i < Steps * Pieces; i++)
        {
            await TakeAsync(i).ConfigureAwait(false);
            if (i + ReceivesAhead < Steps * Pieces)
            {
                _receives[i % ReceivesAhead] = Receive(i + ReceivesAhead);
            }
        }

        await Task.WhenAll(_sends).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(_room);
    }

    /// <summary>Uses a piece, and passes it on.</summary>
    private async ValueTask TakeAsync(int i)
    {
        var (step, piece) = (i / Pieces, i % Pieces);
        var message = await _receives[i % ReceivesAhead].ConfigureAwait(false);
        var place = PieceOf(step + 1, piece);
        if (message.Length != place.Length)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"rank {call.Before(1)} has another number of elements than rank {call.Rank}, which has {bytes.Length / elementSize}"));
        }

        if (Combines(step))
        {
            await combine(place, Room(i)[..place.Length]).ConfigureAwait(false);
        }

        if (step + 1 < Steps)
        {
            await SendAsync(step + 1, piece).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Sends a piece. Does not wait for its receive, because then all ranks could wait for the next one. What is sent later does not
    /// change: the piece is replaced by a result that depends on it, so it has been received by then.
    /// </summary>
    private async ValueTask SendAsync(int step, int piece)
    {
        var send = call.SendAsync(call.After(1), form, PieceOf(step, piece));
        if (send.IsFaulted)
        {
            await send.ConfigureAwait(false);
        }
        else if (!send.IsCompletedSuccessfully)
        {
            _sends.Add(send);
        }
    }

    private Task<ReceivedMessage> Receive(int i)
    {
        var place = PieceOf((i / Pieces) + 1, i % Pieces);
        return call.ReceiveAsync(call.Before(1), form, Combines(i / Pieces) ? Room(i)[..place.Length] : place);
    }

    private bool Combines(int step) => step < call.Size - 1;

    private Memory<byte> Room(int i) => _room.AsMemory(i % ReceivesAhead * pieceLength, pieceLength);

    /// <summary>What this rank sends in a step, which it received in the one before.</summary>
    private Memory<byte> PieceOf(int step, int piece)
    {
        var chunk = (call.Rank - step + (2 * call.Size)) % call.Size;
        var start = (ChunkStart(chunk) * elementSize) + (piece * pieceLength);
        var end = ChunkStart(chunk + 1) * elementSize;
        return start >= end ? default : bytes[start..Math.Min(start + pieceLength, end)];
    }

    private int ChunkStart(int chunk) => (int)((long)(bytes.Length / elementSize) * chunk / call.Size);

    private int ChunkElements(int chunk) => ChunkStart(chunk + 1) - ChunkStart(chunk);
}
