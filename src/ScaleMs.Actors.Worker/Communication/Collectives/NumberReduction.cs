using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Communication.Collectives;

/// <summary>Combines arrays of numbers in place, on all ranks.</summary>
/// <param name="call">The call.</param>
/// <param name="values">This rank's numbers, replaced by the result.</param>
/// <param name="operation">How two numbers are combined.</param>
internal sealed class NumberReduction<T>(CollectiveCall call, Memory<T> values, ReduceOperation operation)
    where T : unmanaged, INumber<T>
{
    // A number type of the user's own has operators of the user's own, which must not run on a borrowed thread.
    private static readonly bool IsOwnCode = Vector<T>.IsSupported;

    private readonly Memory<byte> _bytes = new ElementBytes<T>(values).Memory;

    /// <summary>Whole numbers of a packet, in bytes.</summary>
    public static int PieceLength { get; } = Math.Max(1, RankPacket.MostContent / Unsafe.SizeOf<T>()) * Unsafe.SizeOf<T>();

    /// <summary>What fits into a packet is exchanged whole, with the fewest messages; more goes round in a ring, with the fewest bytes.</summary>
    public async Task RunAsync()
    {
        if (call.Size == 1)
        {
            return;
        }

        if (_bytes.Length <= PieceLength)
        {
            await DoubleAsync().ConfigureAwait(false);
        }
        else
        {
            await new NumberRing(call, _bytes, Unsafe.SizeOf<T>(), PieceLength, ElementBytes<T>.Form, CombineAsync).RunAsync().ConfigureAwait(false);
        }
    }

    private async Task DoubleAsync()
    {
        var plan = new DoublingPlan(call.Rank, call.Size);
        if (plan.GivesTo is { } to)
        {
            var result = call.ReceiveAsync(to, ElementBytes<T>.Form, _bytes);
            await call.SendAsync(to, ElementBytes<T>.Form, _bytes).ConfigureAwait(false);
            Check(await result.ConfigureAwait(false), to);
            return;
        }

        // Not returned to the pool after an error, because a message may still be written to it.
        var room = ArrayPool<byte>.Shared.Rent(Math.Max(1, _bytes.Length));
        var other = room.AsMemory(0, _bytes.Length);
        if (plan.TakesFrom is { } from)
        {
            Check(await call.ReceiveAsync(from, ElementBytes<T>.Form, other).ConfigureAwait(false), from);
            await CombineAsync(_bytes, other).ConfigureAwait(false);
        }

        foreach (var partner in plan.Partners)
        {
            var receive = call.ReceiveAsync(partner, ElementBytes<T>.Form, other);
            await call.SendAsync(partner, ElementBytes<T>.Form, _bytes).ConfigureAwait(false);
            Check(await receive.ConfigureAwait(false), partner);
            await CombineAsync(_bytes, other).ConfigureAwait(false);
        }

        if (plan.TakesFrom is { } giver)
        {
            await call.SendAsync(giver, ElementBytes<T>.Form, _bytes).ConfigureAwait(false);
        }

        ArrayPool<byte>.Shared.Return(room);
    }

    private async ValueTask CombineAsync(Memory<byte> into, ReadOnlyMemory<byte> other)
    {
        if (!IsOwnCode)
        {
            await BorrowedThread.Leave();
        }

        NumberOperation.Combine(operation, MemoryMarshal.Cast<byte, T>(into.Span), MemoryMarshal.Cast<byte, T>(other.Span));
    }

    private void Check(ReceivedMessage message, int from)
    {
        if (message.Length != _bytes.Length)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"rank {from} has {message.Length} bytes of numbers, and rank {call.Rank} has {_bytes.Length}"));
        }
    }
}
