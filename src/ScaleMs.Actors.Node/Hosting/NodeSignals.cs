using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>Ctrl+C and SIGTERM, counted: who repeats them wants a firmer stop.</summary>
internal sealed class NodeSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<int, PosixSignal> _onSignal;
    private volatile bool _isDisposed;
    private int _count;

    /// <summary>Listens until it is disposed of.</summary>
    /// <param name="onSignal">Called with 1 at the first signal, 2 at the second ..., and which it is.</param>
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
    /// Comes on a thread of its own, and may come when this is disposed of already: the end of a registration does not wait for signals
    /// that are on their way. Then there is nobody left who could be told.
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
