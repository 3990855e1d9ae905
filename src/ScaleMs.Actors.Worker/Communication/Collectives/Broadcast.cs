using System.Numerics;
using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Communication.Collectives;

/// <summary>A binomial tree: each rank that has the value sends it to half of those that it is responsible for, then to half of the rest.</summary>
internal static class Broadcast
{
    public static async Task<T> RunAsync<T>(CollectiveCall call, T value, int root)
    {
        // Counted from the root, a rank receives from the one without its lowest bit, and sends to those with one lower bit more.
        var place = (call.Rank - root + call.Size) % call.Size;
        if (place == 0)
        {
            var bytes = ValueBytes.Write(value);
            await PassOnAsync(call, root, (int)BitOperations.RoundUpToPowerOf2((uint)call.Size), place, bytes.Written).ConfigureAwait(false);
            bytes.Dispose();
            return value;
        }

        var lowest = place & -place;
        var parent = (place - lowest + root) % call.Size;
        var message = await call.ReceiveAsync(parent).ConfigureAwait(false);
        await PassOnAsync(call, root, lowest, place, message.Content).ConfigureAwait(false);
        await BorrowedThread.Leave();
        return ValueBytes.Read<T>(message, parent);
    }

    private static async Task PassOnAsync(CollectiveCall call, int root, int bit, int place, ReadOnlyMemory<byte> value)
    {
        List<Task> sends = [];
        for (bit /= 2; bit > 0; bit /= 2)
        {
            if (place + bit < call.Size)
            {
                sends.Add(call.SendAsync((place + bit + root) % call.Size, value));
            }
        }

        await Task.WhenAll(sends).ConfigureAwait(false);
    }
}
