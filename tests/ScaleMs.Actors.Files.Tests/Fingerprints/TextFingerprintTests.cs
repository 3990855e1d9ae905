using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Tests.Fingerprints;

public sealed class TextFingerprintTests
{
    private static readonly Encoding[] Encodings = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];

    // Lines without ends; the last letters are two, three and four bytes long in UTF-8.
    private static readonly Gen<string> Line = Gen.ArrayOf(Gen.Elements("a", " ", "\t", "ä", "€", "𝄞")).Select(string.Concat);

    private static readonly Gen<(string[] Lines, string[] Ends)> Texts =
        from lines in Gen.NonEmptyListOf(Line)
        from ends in Gen.ArrayOf(Gen.Elements("\n", "\r\n", "\r"), lines.Count)
        select (lines.ToArray(), ends);

    [Fact]
    public void The_fingerprint_of_a_text_is_independent_of_its_line_ends_its_encoding_and_its_pieces() => Prop.ForAll(
        (from text in Texts from encoding in Gen.Elements(Encodings) from piece in Gen.Choose(1, 9) select (text, encoding, piece)).ToArbitrary(),
        static given =>
        {
            var (text, encoding, piece) = given;

            // CR before an empty line with LF would be one end.
            var written = string.Concat(text.Lines.Select((line, n) => (n > 0 && line.Length == 0 && text.Ends[n] == "\n" ? "a" : line) + text.Ends[n]));
            var plain = written.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            return Of(encoding.GetBytes(written), encoding, piece) == new ResourceIdentifier(SHA256.HashData(Encoding.UTF8.GetBytes(plain)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_long_text_has_the_same_fingerprint_in_one_piece()
    {
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(static n => $"{n} ä𝄞\r\n"));

        Assert.Equal(
            new ResourceIdentifier(SHA256.HashData(Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal)))),
            Of(Encoding.UTF8.GetBytes(text), Encoding.UTF8, int.MaxValue));
    }

    [Fact]
    public void A_byte_order_mark_is_part_of_the_text()
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, (byte)'a'];

        Assert.Equal(new ResourceIdentifier(SHA256.HashData(marked)), Of(marked, Encoding.UTF8, 2));
    }

    [Fact]
    public void The_position_of_a_byte_that_cannot_be_decoded_is_that_in_the_whole() => Prop.ForAll(
        (from before in Line
         from piece in Gen.Choose(1, 9)
         from broken in Gen.Elements<byte[]>([0xFF], [0xE2, 0x82], [0xF0, 0x9D, 0x84], [0x80])
         from more in Gen.Elements("", "abc")
         select (before, piece, broken, more)).ToArbitrary(),
        static given =>
        {
            var before = Encoding.UTF8.GetBytes(given.before);
            var error = Assert.Throws<UndecodableException>(() => Of([.. before, .. given.broken, .. Encoding.UTF8.GetBytes(given.more)], Encoding.UTF8, given.piece));
            return error.Position == before.Length && error.Bytes.SequenceEqual(given.broken);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Half_a_surrogate_pair_cannot_be_decoded() =>
        Assert.Equal(2, Assert.Throws<UndecodableException>(static () => Of([(byte)'a', 0, 0x00, 0xD8], Encoding.Unicode, 3)).Position);

    private static ResourceIdentifier Of(byte[] bytes, Encoding encoding, int piece)
    {
        using var fingerprint = new TextFingerprint(encoding);
        foreach (var part in bytes.Chunk(piece))
        {
            fingerprint.Append(part);
        }

        return fingerprint.Complete();
    }
}
