using System.Globalization;
using System.Text;

namespace ScaleMs.Actors.Worker.Executors;

/// <summary>Text up to a limit, with a note of how much was cut. Safe to append to from several threads.</summary>
internal sealed class CappedText(int limit)
{
    private readonly Lock _gate = new();
    private StringBuilder? _text;
    private long _length;

    /// <summary>Adds text, and reports the kept part in the same order.</summary>
    public void Append(ReadOnlySpan<char> text, OutputStream stream = default, IOutputListener? listener = null)
    {
        lock (_gate)
        {
            var room = limit - _length;
            _length += text.Length;
            if (room > 0 && !text.IsEmpty)
            {
                var kept = text[..(int)Math.Min(room, text.Length)];
                (_text ??= new StringBuilder()).Append(kept);
                listener?.Printed(stream, kept);
            }
        }
    }

    /// <summary>Kept text from an offset on.</summary>
    public string Read(long from, int most)
    {
        lock (_gate)
        {
            var start = (int)Math.Clamp(from, 0, _text?.Length ?? 0);
            return _text?.ToString(start, Math.Min(most, _text.Length - start)) ?? "";
        }
    }

    /// <summary>Discards the text.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            (_text, _length) = (null, 0);
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return _text is null ? ""
                : _length <= limit ? _text.ToString()
                : string.Create(CultureInfo.InvariantCulture, $"{_text}\n[cut: {limit} of {_length} characters kept]\n");
        }
    }
}
