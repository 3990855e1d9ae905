using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors;

/// <summary>What one task, or one rank of it, has printed so far.</summary>
/// <param name="limit">Characters kept of each stream.</param>
/// <param name="listener">Hears of what is kept; null = nobody.</param>
internal sealed class TaskOutput(int limit, IOutputListener? listener = null) : IOutputListener
{
    private readonly CappedText _out = new(limit);
    private readonly CappedText _error = new(limit);

    /// <summary>The output of one rank by itself, which is added to this one too as it comes.</summary>
    public TaskOutput OfRank() => new(limit, this);

    public void Append(OutputStream stream, ReadOnlySpan<char> text) =>
        Of(stream).Append(text, stream, listener);

    /// <summary>Text from an offset on.</summary>
    /// <param name="stream">Which.</param>
    /// <param name="from">Characters to skip; more than there are give nothing.</param>
    /// <param name="limit">Characters at most.</param>
    public string Read(OutputStream stream, long from, int limit) => Of(stream).Read(from, limit);

    /// <summary>Forgets it, for a task that begins anew.</summary>
    public void Clear()
    {
        _out.Clear();
        _error.Clear();
    }

    public string Text(OutputStream stream) => Of(stream).ToString();

    /// <summary>The outcome, with what was printed past those who made it.</summary>
    public TaskOutcome Completing(TaskOutcome outcome)
    {
        var (stdout, stderr) = (_out.ToString(), _error.ToString());
        return stdout.Length == outcome.Stdout.Length && stderr.Length == outcome.Stderr.Length
            ? outcome
            : outcome with { Stdout = stdout, Stderr = stderr };
    }

    /// <summary>The outcome with all that was printed.</summary>
    public TaskOutcome Into(TaskOutcome outcome) => outcome with { Stdout = _out.ToString(), Stderr = _error.ToString() };

    void IOutputListener.Printed(OutputStream stream, ReadOnlySpan<char> text) => Append(stream, text);

    private CappedText Of(OutputStream stream) => stream == OutputStream.Out ? _out : _error;
}
