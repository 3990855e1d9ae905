using System.Text;

namespace ScaleMs.Actors.Files.Fingerprints;

/// <summary>
/// SHA-256 of a text in UTF-8 whose lines all end with LF, so that CRLF, CR and LF give the same. A byte order mark is part of the text.
/// </summary>
internal sealed class TextFingerprint(Encoding encoding) : Fingerprint
{
    private const int Piece = 4096;

    private readonly Decoder _decoder = Strict(encoding).GetDecoder();
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly char[] _chars = new char[encoding.GetMaxCharCount(Piece)];
    private readonly byte[] _utf8 = new byte[Encoding.UTF8.GetMaxByteCount(encoding.GetMaxCharCount(Piece))];
    private long _read;
    private bool _afterReturn;

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(bytes.Length, Piece)];
            Decode(piece, last: false);
            _read += piece.Length;
            bytes = bytes[piece.Length..];
        }
    }

    protected override void End() => Decode([], last: true);

    private static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }

    private void Decode(ReadOnlySpan<byte> bytes, bool last)
    {
        try
        {
            var chars = _chars.AsSpan(0, _decoder.GetChars(bytes, _chars, last));
            var lines = chars[..EndLines(chars)];
            Hash.AppendData(_utf8.AsSpan(0, _encoder.GetBytes(lines, _utf8, last)));
        }
        catch (DecoderFallbackException error)
        {
            // The index counts from the start of this piece; it is negative for bytes that an earlier one ended with.
            throw new UndecodableException(_read + error.Index, error.BytesUnknown ?? []);
        }
    }

    /// <summary>Makes every line of the characters end with LF, in place.</summary>
    /// <returns>The number of characters that remain.</returns>
    private int EndLines(Span<char> chars)
    {
        var count = 0;
        foreach (var c in chars)
        {
            if (c != '\n' || !_afterReturn)
            {
                chars[count++] = c == '\r' ? '\n' : c;
            }

            _afterReturn = c == '\r';
        }

        return count;
    }
}
