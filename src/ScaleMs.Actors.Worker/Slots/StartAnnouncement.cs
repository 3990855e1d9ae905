using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>A task that begins only when the master has acknowledged its start.</summary>
#pragma warning disable CA1001 // A semaphore that nobody asks for a handle holds nothing but memory.
internal sealed class StartAnnouncement(AckRow task)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _acknowledged = new(0);

    public AckRow Task => task;

    /// <summary>The master knows of the start.</summary>
    public void Acknowledged() => _acknowledged.Release();

    /// <summary>Waits for that.</summary>
    /// <exception cref="OperationCanceledException">For <paramref name="stop"/>.</exception>
    public void Wait(CancellationToken stop) => _acknowledged.Wait(stop);
}
