using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Node.Streams;

/// <summary>Notices that nobody reads standard output any more, also while there is nothing to write.</summary>
internal sealed class ReaderWatch : IDisposable
{
    // How long work may go on that nobody wants.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

#pragma warning disable CA2213 // The timer may still cancel it when it is disposed of; it holds nothing that has to be given back.
    private readonly CancellationTokenSource _gone = new();
#pragma warning restore CA2213
    private readonly ITimer? _timer;

    public ReaderWatch() => _timer = OperatingSystem.IsLinux() && StandardStreams.IsOpen(StandardStreams.Output)
        ? TimeProvider.System.CreateTimer(_ => Look(), null, Interval, Interval)
        : null;

    /// <summary>Cancelled when the reader has gone away.</summary>
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
