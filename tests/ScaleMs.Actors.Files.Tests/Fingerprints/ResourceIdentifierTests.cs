using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Tests.Fingerprints;

public sealed class ResourceIdentifierTests
{
    private static readonly Gen<byte[]> Bytes = Gen.ArrayOf(Gen.Choose(0, 255).Select(static value => (byte)value), ResourceIdentifier.Size);

    [Fact]
    public void A_key_is_the_same_after_its_text_and_its_bytes() => Prop.ForAll(
        Bytes.ToArbitrary(),
        static bytes =>
        {
            var key = new ResourceIdentifier(bytes);
            var text = key.ToString();
            return text == Convert.ToHexStringLower(bytes)
                && key.ToByteArray().SequenceEqual(bytes)
                && ResourceIdentifier.Parse(text) == key
                && ResourceIdentifier.Parse(text.ToUpperInvariant()) == key
                && ResourceIdentifier.Parse(text).GetHashCode() == key.GetHashCode();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keys_are_ordered_as_their_texts() => Prop.ForAll(
        Gen.Zip(Bytes, Bytes).ToArbitrary(),
        static pair =>
        {
            var (left, right) = (new ResourceIdentifier(pair.Item1), new ResourceIdentifier(pair.Item2));
            var order = Math.Sign(string.CompareOrdinal(left.ToString(), right.ToString()));
            return Math.Sign(left.CompareTo(right)) == order
                && (left < right, left <= right, left > right, left >= right, left == right) == (order < 0, order <= 0, order > 0, order >= 0, order == 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keys_that_differ_in_the_last_byte_are_ordered_by_it()
    {
        var bytes = new byte[ResourceIdentifier.Size];
        var low = new ResourceIdentifier(bytes);
        bytes[^1] = 1;

        Assert.True(low < new ResourceIdentifier(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    public void A_text_that_is_no_key_is_refused_with_what_a_key_is(string text)
    {
        Assert.Equal($"'{text}' is not a key: 64 hexadecimal digits are expected", Assert.Throws<FormatException>(() => ResourceIdentifier.Parse(text)).Message);
        Assert.False(ResourceIdentifier.TryParse(null, out _));
    }

    [Fact]
    public void A_key_has_32_bytes() =>
        Assert.StartsWith("a key has 32 bytes, not 31", Assert.Throws<ArgumentException>(static () => new ResourceIdentifier(new byte[31])).Message, StringComparison.Ordinal);
}
