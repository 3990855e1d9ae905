using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>
/// Bytes that a document has as base64 and a frame has as they are. In the frame the text is <c>#</c> and a number, which no base64 is, and the
/// bytes with that number follow the document: int32 count; count int32 lengths; int32 length of the document; the document; the bytes one after another.
/// <para>
/// Only texts that an agent certainly reads as base64 are treated so: of <c>$bytes</c>, <c>$pickle</c> and <c>data</c> of <c>$numpy</c>, each alone
/// in its object and not protected by <c>$object</c>, in arguments and in results.
/// </para>
/// </summary>
internal static class RawTexts
{
    /// <summary>Set in the byte before a document that has such texts.</summary>
    public const byte Flag = 0x80;

    // Shorter ones are not worth their places in the frame.
    private const int Shortest = 4096;

    /// <summary>A text, without its quotes.</summary>
    /// <param name="Start">Its position in the document.</param>
    /// <param name="Length">Its length in the document.</param>
    /// <param name="Bytes">The number of bytes that it stands for.</param>
    public readonly record struct Cut(int Start, int Length, int Bytes);

    /// <summary>The long texts of a task.</summary>
    public static ImmutableArray<Cut> Find(ReadOnlySpan<byte> json)
    {
        if (json.Length < Shortest)
        {
            return [];
        }

        List<(int Start, int Length)> tagged;
        try
        {
            tagged = Tagged(json, isTask: true);
        }
        catch (JsonException)
        {
            // The agent says what is wrong.
            return [];
        }

        var cuts = ImmutableArray.CreateBuilder<Cut>();
        foreach (var (start, length) in tagged)
        {
            var text = json.Slice(start, length);
            if (text[0] == '#')
            {
                // It would seem to name bytes of the frame.
                return [];
            }

            // A text with blanks, which are not counted, is left to the agent, which refuses it.
            if (length >= Shortest && Base64.IsValid(text, out var bytes) && length % 4 == 0 && bytes == (length / 4 * 3) - (text[^2] == '=' ? 2 : text[^1] == '=' ? 1 : 0))
            {
                cuts.Add(new Cut(start, length, bytes));
            }
        }

        return cuts.DrainToImmutable();
    }

    /// <summary>A byte of the frame with the flag, if there are such texts.</summary>
    public static byte FlagOf(byte value, ImmutableArray<Cut> cuts) => (byte)(value | (cuts.IsEmpty ? 0 : Flag));

    /// <summary>Bytes of the document in the frame, with all that belongs to it.</summary>
    public static int SizeOf(ReadOnlyMemory<byte> json, ImmutableArray<Cut> cuts)
    {
        if (cuts.IsEmpty)
        {
            return json.Length;
        }

        var size = 8 + (4 * cuts.Length) + json.Length;
        for (var i = 0; i < cuts.Length; i++)
        {
            size += cuts[i].Bytes - cuts[i].Length + NameLength(i);
        }

        return size;
    }

    /// <summary>Writes the document, with all that belongs to it.</summary>
    public static void Format(Span<byte> destination, ReadOnlySpan<byte> json, ImmutableArray<Cut> cuts)
    {
        if (cuts.IsEmpty)
        {
            json.CopyTo(destination);
            return;
        }

        BinaryPrimitives.WriteInt32LittleEndian(destination, cuts.Length);
        destination = destination[4..];
        foreach (var cut in cuts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(destination, cut.Bytes);
            destination = destination[4..];
        }

        var length = destination;
        destination = destination[4..];
        var (copied, written) = (0, 0);
        for (var i = 0; i < cuts.Length; i++)
        {
            json[copied..cuts[i].Start].CopyTo(destination[written..]);
            written += cuts[i].Start - copied;
            destination[written++] = (byte)'#';
            _ = Utf8Formatter.TryFormat(i, destination[written..], out var digits);
            written += digits;
            copied = cuts[i].Start + cuts[i].Length;
        }

        json[copied..].CopyTo(destination[written..]);
        written += json.Length - copied;
        BinaryPrimitives.WriteInt32LittleEndian(length, written);
        destination = destination[written..];
        foreach (var cut in cuts)
        {
            Base64.DecodeFromUtf8(json.Slice(cut.Start, cut.Length), destination, out _, out var bytes);
            destination = destination[bytes..];
        }
    }

    /// <summary>The document of a result, with its texts.</summary>
    /// <exception cref="ProtocolException">The bytes are not that part of a frame.</exception>
    public static byte[] Join(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var lengths = new int[fields.Count(4)];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = fields.Int32();
        }

        var json = fields.Bytes(fields.Int32()).Span;
        var texts = new (int Start, int Length)[lengths.Length];
        foreach (var (start, length) in TaggedOrThrow(json))
        {
            if (json[start] == '#' && int.TryParse(json.Slice(start + 1, length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < texts.Length)
            {
                texts[number] = (start, length);
            }
        }

        var size = json.Length;
        for (var i = 0; i < texts.Length; i++)
        {
            size = texts[i].Length > 0 && (i == 0 || texts[i].Start > texts[i - 1].Start)
                ? checked(size - texts[i].Length + Base64.GetMaxEncodedToUtf8Length(lengths[i]))
                : throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"a result does not name its bytes {i} where it should"));
        }

        var whole = GC.AllocateUninitializedArray<byte>(size);
        var (copied, written) = (0, 0);
        for (var i = 0; i < texts.Length; i++)
        {
            json[copied..texts[i].Start].CopyTo(whole.AsSpan(written));
            written += texts[i].Start - copied;
            Base64.EncodeToUtf8(fields.Bytes(lengths[i]).Span, whole.AsSpan(written), out _, out var encoded);
            written += encoded;
            copied = texts[i].Start + texts[i].Length;
        }

        json[copied..].CopyTo(whole.AsSpan(written));
        fields.End();
        return whole;
    }

    private static List<(int Start, int Length)> TaggedOrThrow(ReadOnlySpan<byte> json)
    {
        try
        {
            return Tagged(json, isTask: false);
        }
        catch (JsonException error)
        {
            throw new ProtocolException($"a result with bytes is not JSON: {error.Message}", error);
        }
    }

    /// <summary>All texts that an agent reads as base64.</summary>
    private static List<(int Start, int Length)> Tagged(ReadOnlySpan<byte> json, bool isTask)
    {
        var found = new List<(int Start, int Length)>();
        var reader = new Utf8JsonReader(json);
        var counts = false;

        // The depth of the object of a $numpy; 0 = none.
        var numpy = 0;
        var (isFirst, isProtected, expectsNumpy, expectsText) = (false, false, false, false);

        // A text of which it is not known yet whether the object with the tag ends right after it.
        (int Start, int Length)? open = null;
        while (reader.Read())
        {
            var token = reader.TokenType;
            if (open is { } text && numpy == 0)
            {
                if (token == JsonTokenType.EndObject)
                {
                    found.Add(text);
                }

                open = null;
            }

            switch (token)
            {
                case JsonTokenType.StartObject:
                    if (expectsNumpy)
                    {
                        numpy = reader.CurrentDepth + 1;
                    }

                    isFirst = !isProtected;
                    (isProtected, expectsNumpy, expectsText) = (false, false, false);
                    continue;
                case JsonTokenType.PropertyName:
                    if (reader.CurrentDepth == 1)
                    {
                        counts = isTask ? reader.ValueTextEquals("args"u8) || reader.ValueTextEquals("kwargs"u8) : reader.ValueTextEquals("return_value"u8);
                    }

                    var mayBeTag = counts && isFirst && numpy == 0;
                    isProtected = mayBeTag && reader.ValueTextEquals("$object"u8);
                    expectsNumpy = mayBeTag && reader.ValueTextEquals("$numpy"u8);
                    expectsText = (mayBeTag && (reader.ValueTextEquals("$bytes"u8) || reader.ValueTextEquals("$pickle"u8)))
                        || (numpy > 0 && reader.CurrentDepth == numpy && reader.ValueTextEquals("data"u8));
                    isFirst = false;
                    continue;
                case JsonTokenType.String when expectsText && !reader.ValueIsEscaped && reader.ValueSpan.Length > 1:
                    open = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                    break;
                case JsonTokenType.EndObject when numpy > 0 && reader.CurrentDepth == numpy - 1:
                    numpy = 0;
                    break;
            }

            (isFirst, isProtected, expectsNumpy, expectsText) = (false, false, false, false);
        }

        return found;
    }

    private static int NameLength(int number) => 1 + number.ToString(CultureInfo.InvariantCulture).Length;
}
