using System.Buffers.Binary;
using System.Text;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

public class RawTextsTests
{
    private static readonly byte[] Data = Enumerable.Range(0, 5000).Select(static n => (byte)(n * 7)).ToArray();
    private static readonly string Text = Convert.ToBase64String(Data);

    [Theory]
    [InlineData("""{"args":[{"$bytes":"B"}]}""", """{"args":[{"$bytes":"#0"}]}""")]
    [InlineData("""{"kwargs":{"x":[1,{"$pickle":"B"},{"$bytes":"B"}]}}""", """{"kwargs":{"x":[1,{"$pickle":"#0"},{"$bytes":"#1"}]}}""")]
    [InlineData("""{"args":[{"$numpy":{"dtype":"u1","data":"B","shape":[5000]}}]}""", """{"args":[{"$numpy":{"dtype":"u1","data":"#0","shape":[5000]}}]}""")]
    [InlineData("""{"kwargs":{"work_item":{"args":[{"$encoded":{"type":"a.B","value":{"$bytes":"B"}}}]}}}""", """{"kwargs":{"work_item":{"args":[{"$encoded":{"type":"a.B","value":{"$bytes":"#0"}}}]}}}""")]
    [InlineData("""{"args":[{"$object":{"a":{"$bytes":"B"}}}]}""", """{"args":[{"$object":{"a":{"$bytes":"#0"}}}]}""")]
    public void A_long_text_of_bytes_is_sent_as_its_bytes(string task, string sent)
    {
        var json = Encoding.UTF8.GetBytes(task.Replace("\"B\"", $"\"{Text}\"", StringComparison.Ordinal));

        var (document, parts) = Format(json);

        Assert.Equal(sent, document);
        Assert.All(parts, static part => Assert.Equal(Data, part));
    }

    [Theory]
    [InlineData("""{"args":["B"]}""", "a text")]
    [InlineData("""{"args":[{"$bytes":"B","x":1}]}""", "an object with another key")]
    [InlineData("""{"args":[{"x":1,"$bytes":"B"}]}""", "an object with another key before it")]
    [InlineData("""{"args":[{"$object":{"$bytes":"B"}}]}""", "an object that only looks like bytes")]
    [InlineData("""{"args":[{"data":"B"}]}""", "no array")]
    [InlineData("""{"args":[{"$numpy":{"dtype":"u1","data":"B"},"x":1}]}""", "no array, for there is another key")]
    [InlineData("""{"args":[{"$numpy":{"data":{"data":"B"}}}]}""", "no array")]
    [InlineData("""{"tags":{"$bytes":"B"},"args":[]}""", "no argument")]
    [InlineData("""{"args":[{"$bytes":"B "}]}""", "not base64 as an agent wants it")]
    [InlineData("""{"args":[{"$bytes":"B!!!"}]}""", "not base64")]
    [InlineData("""{"args":[{"$bytes":"B\/AA"}]}""", "escaped")]
    [InlineData("""{"args":[{"$bytes":"B"}""", "not JSON")]
    [InlineData("""{"args":[{"$bytes":"B"},{"$bytes":"#0"}]}""", "beside a text that would name it")]
    public void Any_other_text_stays_as_it_is(string task, string because)
    {
        var json = Encoding.UTF8.GetBytes(task.Replace("\"B", $"\"{Text}", StringComparison.Ordinal));

        Assert.True(RawTexts.Find(json).IsEmpty, because);
    }

    [Fact]
    public void A_short_text_is_not_worth_it() => Assert.Empty(RawTexts.Find(Encoding.UTF8.GetBytes("""{"args":["long",{"$bytes":"AAAA"}]}""".Replace("long", Text, StringComparison.Ordinal))));

    [Fact]
    public void The_document_of_a_result_has_its_texts_again()
    {
        var whole = RawTexts.Join(Frame("""{"return_value":[{"$bytes":"#0"},"#1",{"$numpy":{"dtype":"u1","data":"#1"}}],"stdout":"#0"}""", Data, [1]));

        var expected = """{"return_value":[{"$bytes":"B"},"#1",{"$numpy":{"dtype":"u1","data":"AQ=="}}],"stdout":"#0"}""";
        Assert.Equal(expected.Replace("\"B\"", $"\"{Text}\"", StringComparison.Ordinal), Encoding.UTF8.GetString(whole));
    }

    [Theory]
    [InlineData("""{"return_value":{"$bytes":"#1"}}""")]
    [InlineData("""{"return_value":["#0"]}""")]
    [InlineData("""{"return_value":""")]
    [InlineData("")]
    public void Bytes_without_their_place_are_an_error(string document) =>
        Assert.Throws<ProtocolException>(() => RawTexts.Join(Frame(document, Data)));

    [Fact]
    public void A_frame_that_is_cut_is_an_error()
    {
        var frame = Frame("""{"return_value":{"$bytes":"#0"}}""", Data);

        for (var length = 0; length < frame.Length; length += length < 60 ? 1 : 500)
        {
            Assert.Throws<ProtocolException>(() => RawTexts.Join(frame.AsMemory(0, length)));
        }
    }

    private static byte[] Frame(string document, params byte[][] parts)
    {
        var json = Encoding.UTF8.GetBytes(document);
        return [.. Int32(parts.Length), .. parts.SelectMany(static part => Int32(part.Length)), .. Int32(json.Length), .. json, .. parts.SelectMany(static part => part)];
    }

    private static (string Document, List<byte[]> Parts) Format(byte[] json)
    {
        var cuts = RawTexts.Find(json);
        var frame = new byte[RawTexts.SizeOf(json, cuts)];
        RawTexts.Format(frame, json, cuts);
        var fields = new FrameFields(frame);
        var lengths = new int[fields.Int32()];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = fields.Int32();
        }

        var document = fields.Text();
        var parts = new List<byte[]>();
        foreach (var length in lengths)
        {
            parts.Add(fields.Bytes(length).ToArray());
        }

        fields.End();
        return (document, parts);
    }

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
