namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>
/// Tasks that run in this process may fill the thread pool with work that does not end, and heartbeats and actors would wait behind
/// it: a full pool gets a thread or two a second. This sees how long the pool takes for a trifle, from a thread of its own, and
/// where that is long doubles the number of threads that the pool starts without hesitation.
/// </summary>
internal static class PoolRoom
{
    // A worker is unreachable after 3 s of silence; that is time for ten doublings.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    // Tasks that occupy more are what scalems.worker.isolation = process is for.
    private const int MostThreads = 1024;

    /// <summary>Watches for as long as the process lives.</summary>
    public static void Watch() => new Thread(Loop) { IsBackground = true, Name = "pool-room" }.Start();

    private static void Loop()
    {
        using var served = new AutoResetEvent(false);
        while (true)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static served => served.Set(), served, preferLocal: false);
            while (!served.WaitOne(Patience))
            {
                Widen();
            }

            Thread.Sleep(Patience);
        }
    }

    private static void Widen()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        _ = ThreadPool.SetMinThreads(Math.Min(workers * 2, MostThreads), completions);
    }
}
