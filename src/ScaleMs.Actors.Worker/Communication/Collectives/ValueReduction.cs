using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Communication.Collectives;

/// <summary>Combines values with the user's operation. What a rank holds is always of consecutive ranks, so their order is kept.</summary>
internal static class ValueReduction
{
    /// <summary>A binomial tree to rank 0, from which the root gets the result.</summary>
    public static async Task<T?> ReduceAsync<T>(CollectiveCall call, T value, Func<T, T, T> operation, int root)
    {
        for (var bit = 1; bit < call.Size; bit *= 2)
        {
            if ((call.Rank & bit) != 0)
            {
                await call.SendValueAsync(call.Rank - bit, value).ConfigureAwait(false);
                break;
            }

            if (call.Rank + bit < call.Size)
            {
                var other = await call.ReceiveValueAsync<T>(call.Rank + bit).ConfigureAwait(false);
                value = operation(value, other);
            }
        }

        if (root != 0 && call.Rank == 0)
        {
            await call.SendValueAsync(root, value).ConfigureAwait(false);
        }
        else if (root != 0 && call.Rank == root)
        {
            return await call.ReceiveValueAsync<T>(0).ConfigureAwait(false);
        }

        return call.Rank == root ? value : default;
    }

    public static async Task<T> AllReduceAsync<T>(CollectiveCall call, T value, Func<T, T, T> operation)
    {
        var plan = new DoublingPlan(call.Rank, call.Size);
        if (plan.GivesTo is { } to)
        {
            await call.SendValueAsync(to, value).ConfigureAwait(false);
            return await call.ReceiveValueAsync<T>(to).ConfigureAwait(false);
        }

        if (plan.TakesFrom is { } from)
        {
            var other = await call.ReceiveValueAsync<T>(from).ConfigureAwait(false);
            value = operation(other, value);
        }

        foreach (var partner in plan.Partners)
        {
            // Written before the operation runs, which may change its operands.
            var bytes = ValueBytes.Write(value);
            var send = call.SendAsync(partner, bytes.Written);
            var other = await call.ReceiveValueAsync<T>(partner).ConfigureAwait(false);
            await send.ConfigureAwait(false);
            bytes.Dispose();
            await BorrowedThread.Leave();
            value = partner < call.Rank ? operation(other, value) : operation(value, other);
        }

        if (plan.TakesFrom is { } giver)
        {
            await call.SendValueAsync(giver, value).ConfigureAwait(false);
        }

        return value;
    }
}
