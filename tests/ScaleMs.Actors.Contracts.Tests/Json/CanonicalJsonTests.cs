using System.Buffers;
using System.Text;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Tests.Json;

public class CanonicalJsonTests
{
    // Expected texts are what Python 3 prints for json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")).
    [Theory]
    [InlineData("""{"b": 1, "a": [true, false, null]}""", """{"a":[true,false,null],"b":1}""")]
    [InlineData("""{"ü": "é\u0001\n\"\\/"}""", """{"\u00fc":"\u00e9\u0001\n\"\\/"}""")]
    [InlineData("""{"a": 1, "a": 2}""", """{"a":2}""")]
    [InlineData("\"\u007f\"", "\"\\u007f\"")]
    [InlineData("\"\U0001F600\"", "\"\\ud83d\\ude00\"")]
    [InlineData("""{"b\u0061": 1, "a\u0062": 2, "ab": 3, "\/": "\/"}""", """{"/":"/","ab":3,"ba":1}""")]
    [InlineData("{\"\uFF01\":1,\"\U0001F600\":2}", "{\"\\uff01\":1,\"\\ud83d\\ude00\":2}")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    public void Prints_as_python_does(string json, string expected) => Assert.Equal(expected, Compact(json));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1.0", "1.0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("0.1", "0.1")]
    [InlineData("1E5", "100000.0")]
    [InlineData("123456789.125", "123456789.125")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("1.5e300", "1.5e+300")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("0.00012345", "0.00012345")]
    [InlineData("1.2345e-7", "1.2345e-07")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1e400", "Infinity")]
    [InlineData("2.5e-1", "0.25")]
    public void Prints_numbers_as_pythons_repr_does(string number, string expected) => Assert.Equal($"[{expected}]", Compact($"[{number}]"));

    private static string Compact(string json)
    {
        var text = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(Encoding.UTF8.GetBytes(json), text);
        return Encoding.ASCII.GetString(text.WrittenSpan);
    }
}
