namespace ScaleMs.Actors.Worker.Communication.Collectives;

/// <summary>
/// A dissemination barrier: in round k each rank tells the one 2^k after it, so after log2(size) rounds each has heard from all. Hensgen,
/// Finkel and Manber, "Two algorithms for barrier synchronization", 1988.
/// </summary>
internal static class DisseminationBarrier
{
    public static async Task RunAsync(CollectiveCall call)
    {
        for (var distance = 1; distance < call.Size; distance *= 2)
        {
            var send = call.SendAsync(call.After(distance), default);
            (await call.ReceiveAsync(call.Before(distance)).ConfigureAwait(false)).Dispose();
            await send.ConfigureAwait(false);
        }
    }
}
