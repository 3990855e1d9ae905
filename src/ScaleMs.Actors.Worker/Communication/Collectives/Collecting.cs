using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Communication.Collectives;

/// <summary>Values of all ranks on one or on all, each sent directly.</summary>
internal static class Collecting
{
    public static async Task<T[]?> GatherAsync<T>(CollectiveCall call, T value, int root)
    {
        if (call.Rank != root)
        {
            await call.SendValueAsync(root, value).ConfigureAwait(false);
            return null;
        }

        return await ReceiveAllAsync(call, value).ConfigureAwait(false);
    }

    public static async Task<T[]> AllGatherAsync<T>(CollectiveCall call, T value)
    {
        var bytes = ValueBytes.Write(value);
        var sends = new Task[call.Size - 1];
        for (var distance = 1; distance < call.Size; distance++)
        {
            sends[distance - 1] = call.SendAsync(call.After(distance), bytes.Written);
        }

        var values = await ReceiveAllAsync(call, value).ConfigureAwait(false);
        await Task.WhenAll(sends).ConfigureAwait(false);
        bytes.Dispose();
        return values;
    }

    private static async Task<T[]> ReceiveAllAsync<T>(CollectiveCall call, T own)
    {
        var values = new T[call.Size];
        values[call.Rank] = own;
        for (var distance = 1; distance < call.Size; distance++)
        {
            values[call.Before(distance)] = await call.ReceiveValueAsync<T>(call.Before(distance)).ConfigureAwait(false);
        }

        return values;
    }
}
