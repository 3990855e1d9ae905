using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Worker.Communication.Collectives;
using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Communication;

/// <summary>The communicator of a task, or of a split. Safe for several threads.</summary>
internal sealed class RankCommunicator : ICommunicator
{
    private readonly RankGroup _group;
    private int _calls;

    private RankCommunicator(RankGroup group) => _group = group;

    /// <summary>Of all ranks of the task.</summary>
    public RankCommunicator(RankEndpoint endpoint)
        : this(new RankGroup(endpoint, context: 0, [.. Enumerable.Range(0, endpoint.Size)]))
    {
    }

    public int Rank => _group.Rank;

    public int Size => _group.Size;

    public async Task SendAsync<T>(T value, int to, int tag = 0, CancellationToken cancellation = default)
    {
        CheckRank(to, nameof(to));
        CheckTag(tag);
        cancellation.ThrowIfCancellationRequested();
        var bytes = ValueBytes.Write(value);
        if (!_group.TrySend(to, tag, TypeCode.Empty, bytes.Written.Span))
        {
            await LeavingAsync(_group.AnnounceAsync(to, tag, TypeCode.Empty, bytes.Written, cancellation)).ConfigureAwait(false);
        }

        bytes.Dispose();
    }

    public async Task SendAsync<T>(ReadOnlyMemory<T> values, int to, int tag = 0, CancellationToken cancellation = default)
        where T : unmanaged
    {
        CheckRank(to, nameof(to));
        CheckTag(tag);
        ElementBytes<T>.CheckLength(values.Length);
        cancellation.ThrowIfCancellationRequested();
        if (!_group.TrySend(to, tag, ElementBytes<T>.Form, MemoryMarshal.AsBytes(values.Span)))
        {
            var bytes = new ElementBytes<T>(MemoryMarshal.AsMemory(values)).Memory;
            await LeavingAsync(_group.AnnounceAsync(to, tag, ElementBytes<T>.Form, bytes, cancellation)).ConfigureAwait(false);
        }
    }

    public async Task<T> ReceiveAsync<T>(int from, int tag = 0, CancellationToken cancellation = default)
    {
        CheckRank(from, nameof(from));
        CheckTag(tag);
        cancellation.ThrowIfCancellationRequested();
        var message = await LeavingAsync(_group.ReceiveAsync(from, tag, TypeCode.Empty, memory: null, cancellation)).ConfigureAwait(false);
        return ValueBytes.Read<T>(message, from);
    }

    public async Task<int> ReceiveAsync<T>(Memory<T> values, int from, int tag = 0, CancellationToken cancellation = default)
        where T : unmanaged
    {
        CheckRank(from, nameof(from));
        CheckTag(tag);
        ElementBytes<T>.CheckLength(values.Length);
        cancellation.ThrowIfCancellationRequested();
        var bytes = new ElementBytes<T>(values).Memory;
        var message = await LeavingAsync(_group.ReceiveAsync(from, tag, ElementBytes<T>.Form, bytes, cancellation)).ConfigureAwait(false);
        return message.Length % Unsafe.SizeOf<T>() == 0
            ? message.Length / Unsafe.SizeOf<T>()
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"rank {from} sent {message.Length} bytes, which are not whole elements of {Unsafe.SizeOf<T>()} bytes"));
    }

    public Task BarrierAsync(CancellationToken cancellation = default) => CallAsync(DisseminationBarrier.RunAsync, cancellation);

    public Task<T> BroadcastAsync<T>(T value, int root, CancellationToken cancellation = default) =>
        RootedAsync(root, call => Broadcast.RunAsync(call, value, root), cancellation);

    public Task<T> ScatterAsync<T>(IReadOnlyList<T>? values, int root, CancellationToken cancellation = default)
    {
        if (Rank == root)
        {
            CheckCount(values);
        }

        return RootedAsync(root, call => Distributing.ScatterAsync(call, values, root), cancellation);
    }

    public Task<T[]?> GatherAsync<T>(T value, int root, CancellationToken cancellation = default) =>
        RootedAsync(root, call => Collecting.GatherAsync(call, value, root), cancellation);

    public Task<T[]> AllGatherAsync<T>(T value, CancellationToken cancellation = default) =>
        CallAsync(call => Collecting.AllGatherAsync(call, value), cancellation);

    public Task<T?> ReduceAsync<T>(T value, Func<T, T, T> operation, int root, CancellationToken cancellation = default) =>
        RootedAsync(root, call => ValueReduction.ReduceAsync(call, value, operation, root), cancellation);

    public Task<T> AllReduceAsync<T>(T value, Func<T, T, T> operation, CancellationToken cancellation = default) =>
        CallAsync(call => ValueReduction.AllReduceAsync(call, value, operation), cancellation);

    public Task AllReduceAsync<T>(Memory<T> values, ReduceOperation operation, CancellationToken cancellation = default)
        where T : unmanaged, INumber<T>
    {
        ElementBytes<T>.CheckLength(values.Length);
        return CallAsync(call => new NumberReduction<T>(call, values, operation).RunAsync(), cancellation);
    }

    public Task<T[]> AllToAllAsync<T>(IReadOnlyList<T> values, CancellationToken cancellation = default)
    {
        CheckCount(values);
        return CallAsync(call => Distributing.AllToAllAsync(call, values), cancellation);
    }

    public async Task<ICommunicator?> SplitAsync(int? color, int key = 0, CancellationToken cancellation = default)
    {
        // The first member of a new group chooses its context, so each rank offers one.
        long[] own = [color is null ? 0 : 1, color ?? 0, key, _group.Endpoint.NewContext()];
        var all = await AllGatherAsync(own, cancellation).ConfigureAwait(false);
        int[] members = [.. Enumerable.Range(0, Size).Where(rank => all[rank][0] == own[0] && all[rank][1] == own[1]).OrderBy(rank => all[rank][2])];
        return color is null ? null : new RankCommunicator(_group.Part(all[members[0]][3], members));
    }

    private Task<T> RootedAsync<T>(int root, Func<CollectiveCall, Task<T>> run, CancellationToken cancellation)
    {
        CheckRank(root, nameof(root));
        return CallAsync(run, cancellation);
    }

    private Task<bool> CallAsync(Func<CollectiveCall, Task> run, CancellationToken cancellation)
    {
        return CallAsync(RunAsync, cancellation);

        async Task<bool> RunAsync(CollectiveCall call)
        {
            await run(call).ConfigureAwait(false);
            return true;
        }
    }

    private async Task<T> CallAsync<T>(Func<CollectiveCall, Task<T>> run, CancellationToken cancellation)
    {
        // Also counted when it fails at once: the other ranks count it too.
        var call = new CollectiveCall(_group, -1 - (Interlocked.Increment(ref _calls) & int.MaxValue), cancellation);
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await run(call).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _group.Abandon(call.Tag, (error as RankEndedException)?.Rank);
            throw;
        }
        finally
        {
            await BorrowedThread.Leave();
        }
    }

    private static async Task LeavingAsync(Task operation)
    {
        try
        {
            await operation.ConfigureAwait(false);
        }
        finally
        {
            await BorrowedThread.Leave();
        }
    }

    private static async Task<T> LeavingAsync<T>(Task<T> operation)
    {
        try
        {
            return await operation.ConfigureAwait(false);
        }
        finally
        {
            await BorrowedThread.Leave();
        }
    }

    private void CheckRank(int rank, string parameter)
    {
        if (rank < 0 || rank >= Size)
        {
            throw new ArgumentOutOfRangeException(
                parameter, string.Create(CultureInfo.InvariantCulture, $"there is no rank {rank}; the ranks are 0 to {Size - 1}"));
        }
    }

    private static void CheckTag(int tag)
    {
        if (tag < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(tag), string.Create(CultureInfo.InvariantCulture, $"the tag {tag} is negative; tags are 0 to {int.MaxValue}"));
        }
    }

    private void CheckCount<T>(IReadOnlyList<T>? values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != Size)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{values.Count} values for {Size} ranks; there must be one for each"), nameof(values));
        }
    }
}
