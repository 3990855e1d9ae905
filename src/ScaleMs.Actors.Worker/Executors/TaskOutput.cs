using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors;

/// <summary>The output so far of one task, or of one of its ranks.</summary>
/// <param name="limit">Characters kept of each stream.</param>
/// <param name="listener">Receives the kept output; null = no listener.</param>
internal sealed class TaskOutput(int limit, IOutputListener? listener = null) : IOutputListener
{
    private readonly CappedText _out = new(limit);
    private readonly CappedText _error = new(limit);

    public void Append(OutputStream stream, ReadOnlySpan<char> text) =>
        Of(stream).Append(text, stream, listener);

    /// <summary>Text from an offset on.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="from">Characters to skip; more than there are give an empty text.</param>
    /// <param name="limit">Most characters to return.</param>
    public string Read(OutputStream stream, long from, int limit) => Of(stream).Read(from, limit);

    /// <summary>Discards the output, for a task that starts over.</summary>
    public void Clear()
    {
        _out.Clear();
        _error.Clear();
    }

    public string Text(OutputStream stream) => Of(stream).ToString();

    /// <summary>The outcome, with output that bypassed the executors.</summary>
    public TaskOutcome Completing(TaskOutcome outcome)
    {
        var (stdout, stderr) = (_out.ToString(), _error.ToString());
        return stdout.Length == outcome.Stdout.Length && stderr.Length == outcome.Stderr.Length
            ? outcome
            : outcome with { Stdout = stdout, Stderr = stderr };
    }

    /// <summary>The outcome, with all of the output.</summary>
    public TaskOutcome Into(TaskOutcome outcome) => outcome with { Stdout = _out.ToString(), Stderr = _error.ToString() };

    void IOutputListener.Printed(OutputStream stream, ReadOnlySpan<char> text) => Append(stream, text);

    private CappedText Of(OutputStream stream) => stream == OutputStream.Out ? _out : _error;
}
