namespace ScaleMs.Actors.Tests.Workers.Node;

/// <summary>What runs in slots in these tests.</summary>
public static class SlotFunctions
{
    internal static ManualResetEventSlim Release { get; } = new();

    public static void Nothing()
    {
    }

    public static void WaitForCancellation(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Does not listen to any cancellation.</summary>
    public static void Deaf() => Release.Wait(TimeSpan.FromMinutes(1));
}
