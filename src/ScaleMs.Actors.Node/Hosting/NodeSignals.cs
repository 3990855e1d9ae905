using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>Counts Ctrl+C and SIGTERM: each repetition asks for a harder stop.</summary>
internal sealed class NodeSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<int, PosixSignal> _onSignal;
    private volatile bool _isDisposed;
    private int _count;

    /// <summary>Listens until it is disposed of.</summary>
    /// <param name="onSignal">Called with the number of the signal, 1 for the first, and the signal.</param>
    public NodeSignals(Action<int, PosixSignal> onSignal)
    {
        _onSignal = onSignal;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    public void Dispose()
    {
        _isDisposed = true;
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    /// <summary>
    /// Called on a thread of its own, possibly after disposal: disposing a registration does not wait for signals in flight. Such a signal
    /// is ignored.
    /// </summary>
    internal void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_isDisposed)
        {
            return;
        }

        try
        {
            _onSignal(Interlocked.Increment(ref _count), context.Signal);
        }
        catch (Exception error) when (_isDisposed && IsOfOwner(error))
        {
        }
    }

    private static bool IsOfOwner(Exception error) =>
        error is ObjectDisposedException || (error is AggregateException several && several.Flatten().InnerExceptions.All(static inner => inner is ObjectDisposedException));
}
