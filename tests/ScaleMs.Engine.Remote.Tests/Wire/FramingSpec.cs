using Akka.Remote.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Akka.Remote.Tests.Wire;

public class FramingSpec
{
    [Fact]
    public void Frames_arrive_whole_wherever_the_stream_is_split() =>
        Prop.ForAll<byte[][]>(bodies =>
        {
            var sent = bodies ?? [];
            using var output = Format(sent);
            for (var split = 1; split <= Math.Max(1, output.Length); split++)
            {
                Assert.Equal(sent.Select(Convert.ToHexString), Decode(output.Written, split).Select(Convert.ToHexString));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_bytes_are_refused_or_wait_for_more_and_never_grow_the_buffer_beyond_one_frame() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            using var decoder = new FrameDecoder(16, maxBodyLength: 64);
            try
            {
                foreach (var part in (bytes ?? []).Chunk(3))
                {
                    part.CopyTo(decoder.GetMemory().Span);
                    decoder.Advance(part.Length);
                    while (decoder.TryRead(out _, out var body))
                    {
                        Assert.True(body.Length <= 64);
                    }
                }
            }
            catch (WireFormatException)
            {
                return;
            }

            Assert.True(decoder.Buffered.Length <= 64 + FrameHeader.Size);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(65)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void A_length_beyond_the_limit_is_refused_before_its_bytes_arrive(int length)
    {
        using var decoder = new FrameDecoder(16, maxBodyLength: 64);
        new FrameHeader(FrameKind.Message, length).Format(decoder.GetMemory().Span);
        decoder.Advance(FrameHeader.Size);
        Assert.Throws<WireFormatException>(() => decoder.TryRead(out _, out _));
    }

    [Fact]
    public void Numbers_and_strings_are_read_as_they_were_written() =>
        Prop.ForAll<long, NonNull<string>, int>((number, text, small) =>
        {
            using var output = new OutputBuffer(1);
            output.WriteSignedVarint(number);
            output.WriteString(text.Get);
            output.WriteSignedVarint(small);
            var reader = new WireReader(output.WrittenSpan);
            Assert.Equal(number, reader.ReadSignedVarint());
            Assert.Equal(System.Text.Encoding.UTF8.GetBytes(text.Get), System.Text.Encoding.UTF8.GetBytes(reader.ReadString()));
            Assert.Equal(small, reader.ReadInt32());
            Assert.True(reader.IsAtEnd);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    [InlineData(-1)]
    public void The_extremes_of_numbers_survive(long number)
    {
        using var output = new OutputBuffer(1);
        output.WriteSignedVarint(number);
        var reader = new WireReader(output.WrittenSpan);
        Assert.Equal(number, reader.ReadSignedVarint());
    }

    [Fact]
    public void A_truncated_field_is_refused()
    {
        using var output = new OutputBuffer(16);
        output.WriteString("a name");
        var bytes = output.Written.ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            var part = bytes[..length];
            Assert.Throws<WireFormatException>(() => new WireReader(part).ReadString());
        }
    }

    [Fact]
    public void A_claimed_length_beyond_the_frame_allocates_nothing()
    {
        using var output = new OutputBuffer(16);
        output.WriteVarint(ulong.MaxValue);
        var bytes = output.Written.ToArray();
        Assert.Throws<WireFormatException>(() => new WireReader(bytes).ReadString());
        Assert.Throws<WireFormatException>(() => new WireReader(bytes).ReadLength());
        Assert.Throws<WireFormatException>(() => new WireReader([.. Enumerable.Repeat((byte)0xFF, 11)]).ReadVarint());
    }

    private static OutputBuffer Format(byte[][] bodies)
    {
        var output = new OutputBuffer(1);
        foreach (var body in bodies)
        {
            var frame = output.BeginFrame();
            output.Write(body);
            output.EndFrame(frame, FrameKind.Message);
        }

        return output;
    }

    private static List<byte[]> Decode(ReadOnlyMemory<byte> stream, int step)
    {
        var received = new List<byte[]>();
        using var decoder = new FrameDecoder(1, maxBodyLength: 1 << 20);
        while (!stream.IsEmpty)
        {
            var memory = decoder.GetMemory();
            var count = Math.Min(Math.Min(step, stream.Length), memory.Length);
            stream[..count].CopyTo(memory);
            stream = stream[count..];
            decoder.Advance(count);
            while (decoder.TryRead(out var kind, out var body))
            {
                Assert.Equal(FrameKind.Message, kind);
                received.Add(body.ToArray());
            }
        }

        return received;
    }
}
