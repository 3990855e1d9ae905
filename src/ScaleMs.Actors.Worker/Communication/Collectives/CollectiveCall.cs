using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Communication.Collectives;

/// <summary>One call of a collective operation: its messages have a tag of their own, which is less than 0.</summary>
internal readonly record struct CollectiveCall(RankGroup Group, int Tag, CancellationToken Cancellation)
{
    public int Rank => Group.Rank;

    public int Size => Group.Size;

    /// <summary>The rank that is <paramref name="distance"/> ranks after this one, in a circle.</summary>
    public int After(int distance) => (Rank + distance) % Size;

    /// <summary>The rank that is <paramref name="distance"/> ranks before this one, in a circle.</summary>
    public int Before(int distance) => (Rank - distance + Size) % Size;

    /// <summary>Sends a value that is JSON already.</summary>
    public Task SendAsync(int to, ReadOnlyMemory<byte> value) => SendAsync(to, TypeCode.Empty, value);

    public Task SendAsync(int to, TypeCode form, ReadOnlyMemory<byte> content) => Group.SendAsync(to, Tag, form, content, Cancellation);

    /// <summary>Receives a value as JSON.</summary>
    public Task<ReceivedMessage> ReceiveAsync(int from) => Group.ReceiveAsync(from, Tag, TypeCode.Empty, memory: null, Cancellation);

    public Task<ReceivedMessage> ReceiveAsync(int from, TypeCode form, Memory<byte> memory) => Group.ReceiveAsync(from, Tag, form, memory, Cancellation);

    public async Task SendValueAsync<T>(int to, T value)
    {
        var bytes = ValueBytes.Write(value);
        await SendAsync(to, bytes.Written).ConfigureAwait(false);
        bytes.Dispose();
    }

    public async Task<T> ReceiveValueAsync<T>(int from)
    {
        var message = await ReceiveAsync(from).ConfigureAwait(false);
        await BorrowedThread.Leave();
        return ValueBytes.Read<T>(message, from);
    }
}
