using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>A task that begins only after the master has acknowledged its start.</summary>
#pragma warning disable CA1001 // An event whose wait handle is never requested holds only memory.
internal sealed class StartAnnouncement(AckRow task)
#pragma warning restore CA1001
{
    private readonly ManualResetEventSlim _acknowledged = new();

    public AckRow Task => task;

    /// <summary>The master has acknowledged the start.</summary>
    public void Acknowledged() => _acknowledged.Set();

    /// <summary>Waits for the acknowledgement.</summary>
    /// <exception cref="OperationCanceledException">For <paramref name="stop"/>.</exception>
    public void Wait(CancellationToken stop) => _acknowledged.Wait(stop);
}
