using System.Runtime.Serialization;
using System.Text;
using Akka.Serialization.Graph;

namespace ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

public sealed class HostilePayloadTests : GraphTest
{
    private const byte Header = Wire.Version | Wire.ReferencesFlag | Wire.ToleranceFlag;

    [Fact]
    public void Every_truncated_payload_is_refused()
    {
        var payload = Rich();
        var serializer = Make();
        for (var length = 0; length < payload.Length; length++)
        {
            Assert.Throws<SerializationException>(() => serializer.Deserialize(payload[..length]));
        }
    }

    [Fact]
    public void Trailing_bytes_are_refused() =>
        Assert.Throws<SerializationException>(() => Make().Deserialize([.. Rich(), 0]));

    [Fact]
    public void Damaged_payloads_end_soon_and_take_little_memory()
    {
        var random = new Random(4711);
        var payload = Rich();
        var serializer = Make();
        Assert.NotNull(serializer.Deserialize(payload));
        for (var round = 0; round < 5_000; round++)
        {
            var damaged = payload.ToArray();
            for (var hits = random.Next(1, 5); hits > 0; hits--)
            {
                damaged[random.Next(damaged.Length)] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            AssertBounded(serializer, damaged);
        }
    }

    [Fact]
    public void Random_bytes_end_soon_and_take_little_memory()
    {
        var random = new Random(4712);
        var serializer = Make();
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            bytes[0] = (byte)(Wire.Version | random.Next(4));
            AssertBounded(serializer, bytes);
        }
    }

    [Fact]
    public void Huge_lengths_are_refused_before_anything_is_allocated()
    {
        byte[] huge = [0xFF, 0xFF, 0xFF, 0xFF, 0x07];
        foreach (var type in new[] { typeof(string), typeof(byte[]), typeof(System.Numerics.BigInteger) })
        {
            AssertRefused([Header, (byte)BuiltIns.TagOf(type), .. huge, 1, 2, 3]);
        }

        var integer = (byte)BuiltIns.TagOf(typeof(int));
        AssertRefused([Header, (byte)Wire.ArrayType, integer, .. huge, 1, 2, 3]);
        AssertRefused([Header, (byte)Wire.MultiArrayType, 2, integer, 0xFF, 0xFF, 0x03, 0xFF, 0xFF, 0x03, 1, 2, 3]);
        AssertRefused([Header, (byte)Wire.MultiArrayType, 3, integer, .. huge, .. huge, .. huge, 1, 2, 3]);
        foreach (var definition in new[] { typeof(List<>), typeof(HashSet<>), typeof(Queue<>) })
        {
            AssertRefused([Header, (byte)Wire.GenericType, (byte)BuiltIns.TagOf(definition), integer, 0, .. huge, 1, 2, 3]);
        }

        AssertRefused([Header, (byte)Wire.GenericType, (byte)BuiltIns.TagOf(typeof(Dictionary<,>)), integer, integer, 0, .. huge, 1, 2, 3]);
        AssertRefused([Header, (byte)Wire.NamedType, .. huge, 1, 2, 3]);
    }

    [Fact]
    public void Depth_bombs_are_refused()
    {
        // An array of one object, which is an array of one object, and so on.
        var levels = Enumerable.Range(0, 200_000).SelectMany(_ => new byte[] { (byte)Wire.FirstInPayload, 1 });
        var error = AssertRefused([Header, (byte)Wire.ArrayType, (byte)BuiltIns.TagOf(typeof(object)), 1, .. levels]);
        Assert.Contains("deep", error, StringComparison.Ordinal);

        error = AssertRefused([Header, .. Enumerable.Repeat((byte)Wire.ArrayType, 200_000)]);
        Assert.Contains("deep", error, StringComparison.Ordinal);

        error = AssertRefused([Header, .. Enumerable.Repeat((byte)Wire.Surrogate, 200_000)]);
        Assert.Contains("deep", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_json_is_refused()
    {
        var bomb = new string('[', 100_000);
        AssertRefused(Bytes(bomb) is var text ? [Header, (byte)BuiltIns.TagOf(typeof(System.Text.Json.JsonElement)), .. text[2..]] : []);
    }

    [Theory]
    [InlineData("System.IO.FileInfo")]
    [InlineData("System.Diagnostics.Process,System.Diagnostics.Process")]
    [InlineData("System.Action")]
    [InlineData("System.Threading.Thread")]
    [InlineData("System.Reflection.Assembly")]
    [InlineData("System.IntPtr")]
    [InlineData("System.Span`1")]
    [InlineData("System.Collections.Generic.List`1[[System.String]]")]
    [InlineData("System.Nonsense")]
    [InlineData("No.Such.Type,NoSuchAssembly")]
    [InlineData("X,../../evil")]
    [InlineData("")]
    public void Types_that_must_not_or_cannot_be_made_are_refused(string name)
    {
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        var wire = Encoding.UTF8.GetBytes(comma < 0 ? $",,{name}" : $"{name[(comma + 1)..]},,{name[..comma]}");
        AssertRefused([Header, (byte)Wire.NamedType, (byte)(wire.Length << 1), (byte)((wire.Length << 1) >> 8), .. wire, 0, 0]);
        AssertRefused([Header, (byte)Wire.NamedType, .. Length(wire.Length << 1), .. wire, 0, 0, 0, 0]);

        static byte[] Length(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), (byte)(value >> 7)];
    }

    [Fact]
    public void An_object_of_the_wrong_type_does_not_get_into_a_member()
    {
        var options = CodecOptions.Default with { NameOverrides = [name => name.Replace("Impostor", "Victim", StringComparison.Ordinal)] };
        var error = Assert.Throws<SerializationException>(() => Make(options).Deserialize(Bytes(new Impostor { Shape = new Node("n") })));
        Assert.Contains(nameof(Node), error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(IShape), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_is_as_good_as_new_after_a_refusal()
    {
        var serializer = Make();
        var good = Rich();
        Assert.Throws<SerializationException>(() => serializer.Deserialize(good[..^3]));
        Assert.NotNull(serializer.Deserialize(good));
    }

    private static byte[] Rich()
    {
        var shared = new Node("shared") { Next = new Node("next") };
        return Bytes(new object?[]
        {
            new Order(7, "seven", new Money(12.5m, "EUR"), State.Sent, "note", [1, 2], Guid.Empty, -3), shared, shared, null,
            new Dictionary<string, List<IShape>> { ["a"] = [new Circle(1), new Square(2)] }, new int[2, 2], new Point(1, 2),
            new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "x" }, new ArgumentException("m", "p"), typeof(List<Circle>), 1.5m, DateTime.UnixEpoch,
            (1, "t"), new NamedList("n") { 1 }, System.Collections.Immutable.ImmutableDictionary<int, string>.Empty.Add(1, "a"), new byte[20],
        });
    }

    private static void AssertBounded(GraphSerializer serializer, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            serializer.Deserialize(bytes);
        }
        catch (SerializationException)
        {
            // The one way to fail.
        }

        // An exception, compiled members of a type met for the first time, and at most a few hundred bytes for each byte that came.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 1_000_000 + (bytes.Length * 500L), $"{allocated} bytes allocated for {Convert.ToHexString(bytes)}");
    }

    private static string AssertRefused(byte[] payload)
    {
        var serializer = Make();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<SerializationException>(() => serializer.Deserialize(payload));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000_000 + (payload.Length * 100L));
        return error.Message;
    }
}

public sealed class Impostor
{
    public object? Shape { get; set; }
}

public sealed class Victim
{
    public IShape? Shape { get; set; }
}
