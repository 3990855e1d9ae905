using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>
/// The first Ctrl+C asks for an orderly end, the second does not wait for it. SIGTERM, which batch systems send, is the same for who does
/// the work himself; who waits for others leaves, and the work goes on.
/// </summary>
internal sealed class Interruption : IDisposable
{
#pragma warning disable CA2213 // A signal may still be on its way at the end and cancel them; they hold nothing that has to be given back.
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly CancellationTokenSource _any = new();
#pragma warning restore CA2213
    private readonly NodeSignals _signals;
    private readonly bool _leaves;
    private volatile bool _hasLeft;

    /// <summary>Listens until it is disposed of.</summary>
    /// <param name="leaves">True = the work goes on without this process.</param>
    public Interruption(bool leaves)
    {
        _leaves = leaves;
        _signals = new NodeSignals(OnSignal);
    }

    /// <summary>Work that was begun is to be cancelled.</summary>
    public CancellationToken First => _first.Token;

    /// <summary>Nothing is waited for any more.</summary>
    public CancellationToken Second => _second.Token;

    /// <summary>Nothing more is begun.</summary>
    public CancellationToken Any => _any.Token;

    /// <summary>True when the last word was to leave.</summary>
    public bool HasLeft => _hasLeft;

    /// <summary>What the process returns.</summary>
    public int ExitCode => _hasLeft ? Exits.ExitCode.Terminated : Exits.ExitCode.Interrupted;

    public void Dispose() => _signals.Dispose();

    /// <summary>What a signal does, for which <paramref name="count"/> is 1 with the first one.</summary>
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
