using System.Text;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Tests.Json;

public class JsonTextTests
{
    [Theory]
    [InlineData("""{"a": "plain", "\u00e9": "\ud83d\ude00 \\udc80 \n \\"}""")]
    [InlineData("""["\uD83D\uDE00", "é", "😀", "\\\\ud800"]""")]
    [InlineData("\"\\")]
    [InlineData("\"\\u12")]
    public void Text_passes_whether_or_not_it_is_json(string json) => JsonText.Check(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData("""["\udc80"]""", 2, """\udc80""")]
    [InlineData("""["\ud83d"]""", 2, """\ud83d""")]
    [InlineData("""["\ud83dx\ude00"]""", 2, """\ud83d""")]
    [InlineData("""["\ud83d\u0041"]""", 2, """\ud83d""")]
    [InlineData("""["\\\uDFFF"]""", 4, """\uDFFF""")]
    [InlineData("""["\ud83d\ude00\ud83d"]""", 14, """\ud83d""")]
    [InlineData("""{"\udc80": 1}""", 2, """\udc80""")]
    public void Half_of_a_surrogate_pair_is_named_with_its_place(string json, int column, string escape)
    {
        var error = Assert.Throws<JsonException>(() => JsonText.Check(Encoding.UTF8.GetBytes(json)));

        Assert.Equal((0, column), (error.LineNumber, error.BytePositionInLine));
        Assert.StartsWith($"{escape} is half of a surrogate pair", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_that_is_not_UTF_8_is_named_with_line_and_column()
    {
        byte[] json = [.. "[\n\"é"u8, 0xFF, .. "\"]"u8];

        var error = Assert.Throws<JsonException>(() => JsonText.Check(json));

        Assert.Equal((1, 3), (error.LineNumber, error.BytePositionInLine));
        Assert.StartsWith("the byte 0xFF is not UTF-8 here", error.Message, StringComparison.Ordinal);
    }
}
