namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>
/// Tasks that run in this process may fill the thread pool with long-running work, so that heartbeats and actors starve: a full pool
/// adds only one or two threads a second. A dedicated thread measures how long the pool takes to run an empty work item, and doubles
/// the pool's minimum number of threads when that takes too long.
/// </summary>
internal static class PoolRoom
{
    // A worker is unreachable after 3 s of silence: time for ten doublings.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    // Tasks that occupy more threads should run with scalems.worker.isolation = process.
    private const int MostThreads = 1024;

    /// <summary>Watches the pool for the lifetime of the process.</summary>
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
