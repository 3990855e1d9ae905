using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Node.Streams;

/// <summary>Notices that standard output has lost its reader, even while nothing is written.</summary>
internal sealed class ReaderWatch : IDisposable
{
    // Longest time that work continues without a reader.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

#pragma warning disable CA2213 // The timer may still cancel it during disposal; it holds no resources.
    private readonly CancellationTokenSource _gone = new();
#pragma warning restore CA2213
    private readonly ITimer? _timer;

    public ReaderWatch() => _timer = OperatingSystem.IsLinux() && StandardStreams.IsOpen(StandardStreams.Output)
        ? TimeProvider.System.CreateTimer(_ => Look(), null, Interval, Interval)
        : null;

    /// <summary>Cancelled when the reader has disconnected.</summary>
    public CancellationToken Gone => _gone.Token;

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        if (Descriptor.HasFailed(StandardStreams.Output))
        {
            _gone.Cancel();
        }
    }
}
