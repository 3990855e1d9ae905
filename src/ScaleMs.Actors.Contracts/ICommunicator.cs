using System.Numerics;

namespace ScaleMs.Actors.Contracts;

#pragma warning disable CA1716 // "to" is a keyword of Visual Basic only, where it can be escaped.
/// <summary>
/// The ranks of one task, seen from one of them, and what they exchange. Operations mean what MPI's of the same name mean.
/// <para>
/// Values travel as JSON in the form of <see cref="Json.Values.ValueJson"/>, like arguments and results; a <see cref="Memory{T}"/> travels
/// as the bytes of its elements. What was sent in one way must be received in the same way.
/// </para>
/// <para>
/// Messages from one rank to another with the same tag arrive in the order of the calls that sent them. A collective operation is called by
/// all ranks, in the same order on each of them. Several operations may be pending at once.
/// </para>
/// <para>
/// Every operation throws <see cref="OperationCanceledException"/> when the task is to end, and <see cref="RankEndedException"/> when it
/// needs a rank that has ended. A cancelled receive leaves the message to the next one; a send or receive whose message is on its way is
/// completed instead. When a collective operation is cancelled or fails on one rank alone, others may wait for it until that rank ends.
/// </para>
/// </summary>
public interface ICommunicator
{
    /// <summary>This rank: 0 to <see cref="Size"/> - 1.</summary>
    int Rank { get; }

    /// <summary>Number of ranks, 1 or more.</summary>
    int Size { get; }

    /// <summary>
    /// Sends a value. Up to 256 KiB are sent at once, as long as less than 512 KiB wait to be received by that rank; anything else waits
    /// until the receiver has called the matching receive. So a program is free of deadlocks only if it is when every send waits for its receive.
    /// </summary>
    /// <param name="value">The value. It may be changed as soon as the call has returned.</param>
    /// <param name="to">The receiver; also this rank itself.</param>
    /// <param name="tag">0 or more. A receive takes only messages of its tag.</param>
    /// <param name="cancellation">Withdraws a message that waits for its receive.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank, or the tag is negative.</exception>
    /// <exception cref="NotSupportedException">The value's type, or a type in it, cannot be transferred.</exception>
    /// <exception cref="System.Text.Json.JsonException">The value cannot be transferred.</exception>
    /// <exception cref="RankEndedException">The receiver has ended.</exception>
    Task SendAsync<T>(T value, int to, int tag = 0, CancellationToken cancellation = default);

    /// <summary>Sends the bytes of some elements. Waits as the other overload does.</summary>
    /// <param name="values">The elements, less than 2 GiB. They must not be changed before the task completes.</param>
    /// <param name="to">The receiver; also this rank itself.</param>
    /// <param name="tag">0 or more. A receive takes only messages of its tag.</param>
    /// <param name="cancellation">Withdraws a message that waits for its receive.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank, or the tag is negative.</exception>
    /// <exception cref="ArgumentException">2 GiB or more.</exception>
    /// <exception cref="RankEndedException">The receiver has ended.</exception>
    Task SendAsync<T>(ReadOnlyMemory<T> values, int to, int tag = 0, CancellationToken cancellation = default)
        where T : unmanaged;

    /// <inheritdoc cref="SendAsync{T}(ReadOnlyMemory{T}, int, int, CancellationToken)"/>
    Task SendAsync<T>(Memory<T> values, int to, int tag = 0, CancellationToken cancellation = default)
        where T : unmanaged => SendAsync((ReadOnlyMemory<T>)values, to, tag, cancellation);

    /// <summary>Receives a value.</summary>
    /// <param name="from">The sender; also this rank itself.</param>
    /// <param name="tag">0 or more: the tag that it was sent with.</param>
    /// <param name="cancellation">Ends a receive that has no message yet.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank, or the tag is negative.</exception>
    /// <exception cref="InvalidOperationException">The message has elements, not a value. It is dropped.</exception>
    /// <exception cref="System.Text.Json.JsonException">The value is not of this type. It is dropped.</exception>
    /// <exception cref="RankEndedException">The sender has ended, and has sent no further message with this tag.</exception>
    Task<T> ReceiveAsync<T>(int from, int tag = 0, CancellationToken cancellation = default);

    /// <summary>Receives elements.</summary>
    /// <param name="values">Where they are written, from the beginning. It must not be used before the task completes.</param>
    /// <param name="from">The sender; also this rank itself.</param>
    /// <param name="tag">0 or more: the tag that they were sent with.</param>
    /// <param name="cancellation">Ends a receive that has no message yet.</param>
    /// <returns>The number of elements received.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank, or the tag is negative.</exception>
    /// <exception cref="InvalidOperationException">The message has more elements, elements of another type, or a value. It is dropped.</exception>
    /// <exception cref="RankEndedException">The sender has ended, and has sent no further message with this tag.</exception>
    Task<int> ReceiveAsync<T>(Memory<T> values, int from, int tag = 0, CancellationToken cancellation = default)
        where T : unmanaged;

    /// <summary>Completes when all ranks have called it.</summary>
    Task BarrierAsync(CancellationToken cancellation = default);

    /// <summary>Sends a value from one rank to all.</summary>
    /// <param name="value">The value; ignored on the other ranks.</param>
    /// <param name="root">The rank that has it.</param>
    /// <param name="cancellation">Ends the operation on this rank.</param>
    /// <returns>The value of <paramref name="root"/>, on every rank.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    Task<T> BroadcastAsync<T>(T value, int root, CancellationToken cancellation = default);

    /// <summary>Sends a value to each rank.</summary>
    /// <param name="values">A value for each rank, in their order; ignored, and may be null, on the other ranks.</param>
    /// <param name="root">The rank that has them.</param>
    /// <param name="cancellation">Ends the operation on this rank.</param>
    /// <returns>The value for this rank.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    /// <exception cref="ArgumentException">Not as many values as ranks.</exception>
    Task<T> ScatterAsync<T>(IReadOnlyList<T>? values, int root, CancellationToken cancellation = default);

    /// <summary>Collects a value of each rank on one of them.</summary>
    /// <param name="value">This rank's value.</param>
    /// <param name="root">The rank that receives them.</param>
    /// <param name="cancellation">Ends the operation on this rank.</param>
    /// <returns>The values in the order of the ranks on <paramref name="root"/>, and null on the others.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    Task<T[]?> GatherAsync<T>(T value, int root, CancellationToken cancellation = default);

    /// <summary>Collects a value of each rank on all of them, in the order of the ranks.</summary>
    Task<T[]> AllGatherAsync<T>(T value, CancellationToken cancellation = default);

    /// <summary>Combines a value of each rank on one of them.</summary>
    /// <param name="value">This rank's value.</param>
    /// <param name="operation">Associative; the left operand is always of lower ranks than the right one, so it need not be commutative.</param>
    /// <param name="root">The rank that receives the result.</param>
    /// <param name="cancellation">Ends the operation on this rank.</param>
    /// <returns>The combined value on <paramref name="root"/>, and the type's default on the others.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    Task<T?> ReduceAsync<T>(T value, Func<T, T, T> operation, int root, CancellationToken cancellation = default);

    /// <summary>Combines a value of each rank on all of them.</summary>
    /// <param name="value">This rank's value.</param>
    /// <param name="operation">Associative; the left operand is always of lower ranks than the right one, so it need not be commutative.</param>
    /// <param name="cancellation">Ends the operation on this rank.</param>
    Task<T> AllReduceAsync<T>(T value, Func<T, T, T> operation, CancellationToken cancellation = default);

    /// <summary>
    /// Combines numbers element by element, and replaces them by the result on every rank. All ranks get the same bits; for sums and
    /// products of floating-point numbers they depend on the number of ranks and of elements.
    /// </summary>
    /// <param name="values">This rank's numbers, as many as on every other rank. They must not be used before the task completes.</param>
    /// <param name="operation">How two numbers are combined.</param>
    /// <param name="cancellation">Ends the operation on this rank, with part of the numbers replaced.</param>
    /// <exception cref="InvalidOperationException">A rank has another number of elements, or another type.</exception>
    Task AllReduceAsync<T>(Memory<T> values, ReduceOperation operation, CancellationToken cancellation = default)
        where T : unmanaged, INumber<T>;

    /// <summary>Sends a value from each rank to each.</summary>
    /// <param name="values">A value for each rank, in their order.</param>
    /// <param name="cancellation">Ends the operation on this rank.</param>
    /// <returns>The values for this rank, in the order of the ranks that sent them.</returns>
    /// <exception cref="ArgumentException">Not as many values as ranks.</exception>
    Task<T[]> AllToAllAsync<T>(IReadOnlyList<T> values, CancellationToken cancellation = default);

    /// <summary>Makes communicators of the ranks with the same color, whose messages are separate from those of this one.</summary>
    /// <param name="color">Ranks with the same color form a communicator; null: this rank is in none.</param>
    /// <param name="key">Ranks are ordered by their keys, and those with the same key as they are here.</param>
    /// <param name="cancellation">Ends the operation on this rank.</param>
    /// <returns>The communicator that this rank is in; null for the color null.</returns>
    Task<ICommunicator?> SplitAsync(int? color, int key = 0, CancellationToken cancellation = default);
}
