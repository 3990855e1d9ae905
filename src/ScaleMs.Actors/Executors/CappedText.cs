using System.Globalization;
using System.Text;

namespace ScaleMs.Actors.Executors;

/// <summary>Text up to a limit, with a note of how much was cut. Safe to append to from several threads.</summary>
internal sealed class CappedText(int limit)
{
    private readonly Lock _gate = new();
    private StringBuilder? _text;
    private long _length;

    public void Append(ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            var room = limit - _length;
            _length += text.Length;
            if (room > 0)
            {
                (_text ??= new StringBuilder()).Append(text[..(int)Math.Min(room, text.Length)]);
            }
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
