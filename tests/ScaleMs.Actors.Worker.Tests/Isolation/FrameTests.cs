using System.Buffers.Binary;
using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

public class FrameTests
{
    private const int Limit = 1024 * 1024;

    private static readonly Gen<byte[]> Bytes = ArbMap.Default.GeneratorFor<byte[]>();
    private static readonly Gen<string> Texts = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static text => Valid(text.Get));
    private static readonly Gen<uint> Sequences = ArbMap.Default.GeneratorFor<uint>();

    /// <summary>Writes a frame, and returns whether the frame read at the other end is equal.</summary>
    private static readonly Gen<Sent> AnyFrame = Gen.OneOf(
        Texts.ListOf().Select(static modules => Sent.Of(new StartFrame(1, 2) { WarmsUp = true, Modules = [.. modules], Converters = [.. modules], Path = [.. modules], Versions = [("m", "1")], MostTasks = 3, MostMemory = long.MaxValue, AlsoSearched = "x", Modes = ImmutableSortedDictionary<string, string>.Empty.Add("my.mode", "m"), MemoryLimits = "1:/x", Environment = ImmutableSortedDictionary<string, string>.Empty.Add("A", "b") }, Same)),
        Sequences.SelectMany(static s => Texts.SelectMany(uid => Bytes.Select(payload => Sent.Of(new TaskFrame(s, PayloadKind.Description, "u" + uid, payload), Same)))),
        Sequences.Select(static s => Sent.Of(new CancelFrame(s), Same)),
        Sequences.ListOf().Select(static s => Sent.Of(new RevokeFrame([.. s]), static (a, b) => a.Sequences.SequenceEqual(b.Sequences))),
        Sequences.ListOf().Select(static s => Sent.Of(new RevokedFrame([.. s]), static (a, b) => a.Sequences.SequenceEqual(b.Sequences))),
        Gen.Constant(Sent.Of(new ReadyFrame([new CodeIdentity("Müller", "01ab"), new CodeIdentity("", "")]), static (a, b) => a.Code.SequenceEqual(b.Code))),
        Texts.Select(static reason => Sent.Of(new RefusedFrame(reason), Same)),
        Texts.Select(static reason => Sent.Of(new LeavingFrame(reason), Same)),
        Sequences.Select(static s => Sent.Of(new BegunFrame(s, long.MaxValue - s), Same)),
        Sequences.SelectMany(static s => Bytes.Select(payload => Sent.Of(new EndedFrame(s, TaskState.Failed, -1, 513, payload), Same))),
        Sequences.SelectMany(static s => Bytes.Select(text => Sent.Of(new OutputFrame(s, OutputStream.Error, text), Same))),
        Texts.ListOf().Select(static files => Sent.Of(
            new CodeFrame(new LoadedModule(new CodeIdentity("python:m", "01ab"), [.. files])),
            static (a, b) => a.Module.Code == b.Module.Code && a.Module.Files.SequenceEqual(b.Module.Files))),
        Gen.Choose(int.MinValue, int.MaxValue).Select(static code => Sent.Of(new ExitingFrame(code), Same)));

    [Fact]
    public void Any_frames_in_any_pieces_come_out_as_they_went_in() => Prop.ForAll(
        AnyFrame.ListOf().SelectMany(static frames => Gen.Choose(1, 40).ListOf(20).Select(sizes => (frames, sizes))).ToArbitrary(),
        static sent =>
        {
            var buffer = new FrameBuffer();
            foreach (var frame in sent.frames)
            {
                frame.AddTo(buffer);
            }

            var reader = new FrameReader(Limit);
            var bytes = buffer.Written.ToArray().AsSpan();
            var received = 0;
            for (var piece = 0; !bytes.IsEmpty; piece++)
            {
                var size = Math.Min(sent.sizes[piece % sent.sizes.Count], bytes.Length);
                bytes[..size].CopyTo(reader.Free().Span);
                reader.Filled(size);
                bytes = bytes[size..];
                while (reader.TryRead(out var kind, out var content))
                {
                    if (!sent.frames[received++].Is(kind, content))
                    {
                        return false;
                    }
                }
            }

            return received == sent.frames.Count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_frame_larger_than_the_readers_room_is_read()
    {
        var payload = new byte[700_000];
        Random.Shared.NextBytes(payload);
        var buffer = new FrameBuffer();
        buffer.Add(new TaskFrame(1, PayloadKind.WorkItem, "u", payload));
        var reader = new FrameReader(Limit);
        var bytes = buffer.Written;
        while (!bytes.IsEmpty)
        {
            var free = reader.Free().Span;
            var size = Math.Min(free.Length, bytes.Length);
            bytes[..size].CopyTo(free);
            reader.Filled(size);
            bytes = bytes[size..];
        }

        Assert.True(reader.TryRead(out _, out var content));
        Assert.True(TaskFrame.Parse(content).Payload.Span.SequenceEqual(payload));
    }

    [Theory]
    [InlineData(Limit + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_hostile_length_is_refused_before_anything_is_held_for_it(int length)
    {
        var reader = new FrameReader(Limit);
        var header = reader.Free().Span;
        header[0] = FrameHeader.Version;
        header[1] = (byte)FrameKind.Ended;
        BinaryPrimitives.WriteInt32LittleEndian(header[2..], length);
        reader.Filled(FrameHeader.Size);
        Assert.Contains("at most", Assert.Throws<ProtocolException>(() => reader.TryRead(out _, out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_version_is_refused_with_both()
    {
        var reader = new FrameReader(Limit);
        reader.Free().Span[..FrameHeader.Size].Fill(9);
        reader.Filled(FrameHeader.Size);
        var error = Assert.Throws<ProtocolException>(() => reader.TryRead(out _, out _));
        Assert.Contains("version 9", error.Message, StringComparison.Ordinal);
        Assert.Contains($"version {FrameHeader.Version}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_content_is_a_frame_or_a_protocol_error() => Prop.ForAll(
        Bytes.ToArbitrary(),
        static bytes => Parses(() => StartFrame.Parse(bytes)) && Parses(() => TaskFrame.Parse(bytes)) && Parses(() => CancelFrame.Parse(bytes))
            && Parses(() => RevokeFrame.Parse(bytes)) && Parses(() => BegunFrame.Parse(bytes)) && Parses(() => EndedFrame.Parse(bytes))
            && Parses(() => OutputFrame.Parse(bytes)) && Parses(() => ExitingFrame.Parse(bytes))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_list_that_claims_more_than_it_holds_is_refused()
    {
        var content = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(content, int.MaxValue);
        Assert.Throws<ProtocolException>(() => RevokedFrame.Parse(content));
    }

    private static bool Parses(Action parse)
    {
        try
        {
            parse();
        }
        catch (ProtocolException)
        {
            // Either of the two is expected.
        }

        return true;
    }

    private static bool Same(StartFrame a, StartFrame b) => a.OutputLimit == b.OutputLimit && a.TransferLimit == b.TransferLimit && a.WarmsUp == b.WarmsUp && a.MostTasks == b.MostTasks && a.MostMemory == b.MostMemory && a.Modules.SequenceEqual(b.Modules)
        && a.Converters.SequenceEqual(b.Converters) && a.Path.SequenceEqual(b.Path) && a.Versions.SequenceEqual(b.Versions) && a.AlsoSearched == b.AlsoSearched && a.Modes.SequenceEqual(b.Modes);

    private static bool Same(TaskFrame a, TaskFrame b) => a with { Payload = default } == b with { Payload = default } && a.Payload.Span.SequenceEqual(b.Payload.Span);

    private static bool Same(EndedFrame a, EndedFrame b) => a with { Payload = default } == b with { Payload = default } && a.Payload.Span.SequenceEqual(b.Payload.Span);

    private static bool Same(OutputFrame a, OutputFrame b) => a with { Utf8 = default } == b with { Utf8 = default } && a.Utf8.Span.SequenceEqual(b.Utf8.Span);

    private static bool Same<TFrame>(TFrame a, TFrame b) => EqualityComparer<TFrame>.Default.Equals(a, b);

    /// <summary>UTF-8 cannot encode half of a character.</summary>
    private static string Valid(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private sealed record Sent(Action<FrameBuffer> AddTo, Func<FrameKind, ReadOnlyMemory<byte>, bool> Is)
    {
        public static Sent Of<TFrame>(TFrame frame, Func<TFrame, TFrame, bool> same)
            where TFrame : struct, IFrame<TFrame> =>
            new(buffer => buffer.Add(frame), (kind, content) => kind == TFrame.Kind && same(frame, TFrame.Parse(content)));
    }
}
