namespace ScaleMs.Actors.Master.Tests.Faults;

internal static class TestKitTimes
{
    /// <summary>Longer than any step takes on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
}
