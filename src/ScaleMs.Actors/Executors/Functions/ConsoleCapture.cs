using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Executors.Functions;

/// <summary>
/// Collects what one call writes to <see cref="Console.Out"/> and <see cref="Console.Error"/>, wherever its asynchronous flow
/// goes, while other calls write to theirs.
/// </summary>
internal sealed class ConsoleCapture : IDisposable
{
    private static readonly AsyncLocal<ConsoleCapture?> Current = new();
    private static readonly Lock Installing = new();
    private static bool _installed;

    private readonly CappedText _out;
    private readonly CappedText _error;
    private readonly ConsoleCapture? _outer;

    private ConsoleCapture(int limit)
    {
        _out = new CappedText(limit);
        _error = new CappedText(limit);
        _outer = Current.Value;
        Current.Value = this;
    }

    public static ConsoleCapture Start(int limit)
    {
        Install();
        return new ConsoleCapture(limit);
    }

    public TaskOutcome Into(TaskOutcome outcome) => outcome with { Stdout = _out.ToString(), Stderr = _error.ToString() };

    public void Dispose() => Current.Value = _outer;

    private static void Install()
    {
        if (_installed)
        {
            return;
        }

        lock (Installing)
        {
            if (!_installed)
            {
                Console.SetOut(new Router(Console.Out, static capture => capture._out));
                Console.SetError(new Router(Console.Error, static capture => capture._error));
                _installed = true;
            }
        }
    }

    /// <summary>Writes to the capture of the calling flow, or where the console wrote before.</summary>
    private sealed class Router(TextWriter otherwise, Func<ConsoleCapture, CappedText> stream) : TextWriter
    {
        public override Encoding Encoding => otherwise.Encoding;

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (Current.Value is { } capture)
            {
                stream(capture).Append(buffer);
            }
            else
            {
                otherwise.Write(buffer);
            }
        }

        public override void Flush()
        {
            if (Current.Value is null)
            {
                otherwise.Flush();
            }
        }
    }
}
