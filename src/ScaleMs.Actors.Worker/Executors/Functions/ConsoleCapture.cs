using System.Text;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>
/// Collects what one call writes to <see cref="Console.Out"/> and <see cref="Console.Error"/>, on any thread of its asynchronous
/// flow, while other calls write to their own captures.
/// </summary>
internal sealed class ConsoleCapture : IDisposable
{
    private static readonly AsyncLocal<ConsoleCapture?> Current = new();
    private static readonly Lock Installing = new();
    private static bool _installed;

    private readonly TaskOutput _output;
    private readonly ConsoleCapture? _outer;

    private ConsoleCapture(TaskOutput output)
    {
        _output = output;
        _outer = Current.Value;
        Current.Value = this;
    }

    public static ConsoleCapture Start(TaskOutput output)
    {
        Install();
        return new ConsoleCapture(output);
    }

    public void Dispose() => Current.Value = _outer;

    /// <summary>Replaces the console's writers, once.</summary>
    public static void Install()
    {
        if (_installed)
        {
            return;
        }

        lock (Installing)
        {
            if (!_installed)
            {
                Console.SetOut(new Router(Console.Out, OutputStream.Out));
                Console.SetError(new Router(Console.Error, OutputStream.Error));
                _installed = true;
            }
        }
    }

    /// <summary>Writes to the capture of the calling flow, or to the console's original writer.</summary>
    private sealed class Router(TextWriter otherwise, OutputStream stream) : TextWriter
    {
        public override Encoding Encoding => otherwise.Encoding;

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (Current.Value is { } capture)
            {
                capture._output.Append(stream, buffer);
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
