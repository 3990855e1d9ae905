using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>Ctrl+C and SIGTERM, counted: who repeats them wants a firmer stop.</summary>
internal sealed class NodeSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    /// <summary>Listens until it is disposed of.</summary>
    /// <param name="onSignal">Called with 1 at the first signal, 2 at the second ..., and which it is.</param>
    public NodeSignals(Action<int, PosixSignal> onSignal)
    {
        void Handle(PosixSignalContext context)
        {
            context.Cancel = true;
            onSignal(Interlocked.Increment(ref _count), context.Signal);
        }

        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }
}
