namespace ScaleMs.Actors.Worker.Communication.Collectives;

/// <summary>A value for each rank, from one rank or from all.</summary>
internal static class Distributing
{
    public static async Task<T> ScatterAsync<T>(CollectiveCall call, IReadOnlyList<T>? values, int root)
    {
        if (call.Rank != root)
        {
            return await call.ReceiveValueAsync<T>(root).ConfigureAwait(false);
        }

        var sends = new Task[call.Size - 1];
        for (var distance = 1; distance < call.Size; distance++)
        {
            sends[distance - 1] = call.SendValueAsync(call.After(distance), values![call.After(distance)]);
        }

        await Task.WhenAll(sends).ConfigureAwait(false);
        return values![root];
    }

    /// <summary>In round k each rank sends to the one k after it and receives from the one k before it, so no rank has all senders at once.</summary>
    public static async Task<T[]> AllToAllAsync<T>(CollectiveCall call, IReadOnlyList<T> values)
    {
        var received = new T[call.Size];
        received[call.Rank] = values[call.Rank];
        for (var distance = 1; distance < call.Size; distance++)
        {
            var (to, from) = (call.After(distance), call.Before(distance));
            var send = call.SendValueAsync(to, values[to]);
            received[from] = await call.ReceiveValueAsync<T>(from).ConfigureAwait(false);
            await send.ConfigureAwait(false);
        }

        return received;
    }
}
