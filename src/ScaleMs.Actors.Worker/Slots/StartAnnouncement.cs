using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>A task that may begin only when the master has been told so.</summary>
#pragma warning disable CA1001 // A semaphore that nobody asks for a handle holds nothing but memory.
internal sealed class StartAnnouncement(AckRow task)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _told = new(0);

    public AckRow Task => task;

    /// <summary>The master has been told.</summary>
    public void Told() => _told.Release();

    /// <summary>Waits for that.</summary>
    /// <exception cref="OperationCanceledException">For <paramref name="stop"/>.</exception>
    public void Wait(CancellationToken stop) => _told.Wait(stop);
}
