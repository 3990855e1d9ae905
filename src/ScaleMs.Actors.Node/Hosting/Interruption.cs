using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>
/// The first Ctrl+C stops gracefully, the second immediately. SIGTERM, which batch systems send, does the same in a process that runs the
/// tasks itself; a client exits, and its tasks keep running.
/// </summary>
internal sealed class Interruption : IDisposable
{
#pragma warning disable CA2213 // A late signal may still cancel them at the end; they hold no resources.
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly CancellationTokenSource _any = new();
#pragma warning restore CA2213
    private readonly NodeSignals _signals;
    private readonly bool _leaves;
    private volatile bool _hasLeft;

    /// <summary>Listens until it is disposed of.</summary>
    /// <param name="leaves">True = the tasks keep running without this process.</param>
    public Interruption(bool leaves)
    {
        _leaves = leaves;
        _signals = new NodeSignals(OnSignal);
    }

    /// <summary>Cancelled when submitted work is to be cancelled.</summary>
    public CancellationToken First => _first.Token;

    /// <summary>Cancelled when nothing is to be awaited any more.</summary>
    public CancellationToken Second => _second.Token;

    /// <summary>Cancelled when no more work is to be started.</summary>
    public CancellationToken Any => _any.Token;

    /// <summary>True if the process exits without cancelling its work.</summary>
    public bool HasLeft => _hasLeft;

    /// <summary>Exit code of the process.</summary>
    public int ExitCode => _hasLeft ? Exits.ExitCode.Terminated : Exits.ExitCode.Interrupted;

    public void Dispose() => _signals.Dispose();

    /// <summary>Handles a signal; <paramref name="count"/> is 1 for the first one.</summary>
    internal void OnSignal(int count, PosixSignal signal)
    {
        _hasLeft = _leaves && signal == PosixSignal.SIGTERM;
        if (!_hasLeft)
        {
            _first.Cancel();
        }

        if (_hasLeft || count > 1)
        {
            _second.Cancel();
        }

        _any.Cancel();
    }
}
