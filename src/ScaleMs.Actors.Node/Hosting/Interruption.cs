namespace ScaleMs.Actors.Node.Hosting;

/// <summary>The first Ctrl+C asks for an orderly end, the second does not wait for it.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly NodeSignals _signals;

    public Interruption() => _signals = new NodeSignals(count =>
    {
        _first.Cancel();
        if (count > 1)
        {
            _second.Cancel();
        }
    });

    public CancellationToken First => _first.Token;

    public CancellationToken Second => _second.Token;

    public void Dispose()
    {
        _signals.Dispose();
        _first.Dispose();
        _second.Dispose();
    }
}
