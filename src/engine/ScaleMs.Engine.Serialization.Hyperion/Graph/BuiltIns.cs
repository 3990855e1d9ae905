using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akka.Serialization.Graph.Codecs;

namespace Akka.Serialization.Graph;

/// <summary>The types that have a number on the wire: those of the framework that messages are made of. No filter is asked for them.</summary>
internal static class BuiltIns
{
    /// <summary>In the order of their tags. Add at the end only: the order is the wire form.</summary>
    public static readonly Type[] Tagged =
    [
        typeof(object), typeof(string), typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int),
        typeof(uint), typeof(long), typeof(ulong), typeof(char), typeof(float), typeof(double), typeof(decimal), typeof(Guid),
        typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly), typeof(Half), typeof(BigInteger),
        typeof(byte[]), typeof(Uri), typeof(Version), typeof(Type), typeof(JsonElement), typeof(JsonDocument), typeof(JsonNode),
        typeof(StringBuilder), typeof(CultureInfo), typeof(IPAddress), typeof(IPEndPoint),
        typeof(Nullable<>), typeof(KeyValuePair<,>), typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>),
        typeof(Stack<>), typeof(LinkedList<>), typeof(SortedDictionary<,>), typeof(SortedList<,>), typeof(SortedSet<>),
        typeof(ConcurrentDictionary<,>), typeof(ConcurrentQueue<>), typeof(ConcurrentStack<>), typeof(ConcurrentBag<>),
        typeof(ReadOnlyCollection<>), typeof(ReadOnlyDictionary<,>), typeof(Collection<>), typeof(ObservableCollection<>),
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableDictionary<,>),
        typeof(ImmutableSortedSet<>), typeof(ImmutableSortedDictionary<,>), typeof(ImmutableQueue<>), typeof(ImmutableStack<>),
        typeof(FrozenSet<>), typeof(FrozenDictionary<,>), typeof(ReadOnlyMemory<>), typeof(Memory<>), typeof(ArraySegment<>),
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>),
        typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>), typeof(ValueTuple<,,,,,,,>),
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>), typeof(Tuple<,,,,>), typeof(Tuple<,,,,,>),
        typeof(Tuple<,,,,,,>), typeof(Tuple<,,,,,,,>),
    ];

    /// <summary>The deepest JSON text that is read back.</summary>
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = Wire.MaxDepth };

    private static readonly Dictionary<Type, uint> Tags =
        Tagged.Select((type, index) => (type, index)).ToDictionary(pair => pair.type, pair => Wire.FirstBuiltIn + (uint)pair.index);

    private static readonly Dictionary<Type, Slot> Values = new Slot[]
    {
        Value<bool>(MemberKind.Byte, static (w, v) => w.WriteBoolean(v), static r => r.ReadBoolean()),
        Value<byte>(MemberKind.Byte, static (w, v) => w.WriteByte(v), static r => r.ReadByte()),
        Value<sbyte>(MemberKind.Byte, static (w, v) => w.WriteSByte(v), static r => r.ReadSByte()),
        Value<short>(MemberKind.Signed, static (w, v) => w.WriteInt16(v), static r => r.ReadInt16()),
        Value<int>(MemberKind.Signed, static (w, v) => w.WriteInt32(v), static r => r.ReadInt32()),
        Value<long>(MemberKind.Signed, static (w, v) => w.WriteInt64(v), static r => r.ReadInt64()),
        Value<ushort>(MemberKind.Unsigned, static (w, v) => w.WriteUInt16(v), static r => r.ReadUInt16()),
        Value<uint>(MemberKind.Unsigned, static (w, v) => w.WriteUInt32(v), static r => r.ReadUInt32()),
        Value<ulong>(MemberKind.Unsigned, static (w, v) => w.WriteUInt64(v), static r => r.ReadUInt64()),
        Value<char>(MemberKind.Unsigned, static (w, v) => w.WriteChar(v), static r => r.ReadChar()),
        Value<float>(MemberKind.Single, static (w, v) => w.WriteSingle(v), static r => r.ReadSingle()),
        Value<double>(MemberKind.Double, static (w, v) => w.WriteDouble(v), static r => r.ReadDouble()),
        Value<Guid>(MemberKind.Typed, static (w, v) => w.WriteGuid(v), static r => r.ReadGuid()),
        Value<decimal>(MemberKind.Typed, WriteDecimal, ReadDecimal),
        Value<DateTime>(MemberKind.Typed, static (w, v) => w.WriteFixed64(v.Ticks | ((long)v.Kind << 62)), ReadDateTime),
        Value<DateTimeOffset>(MemberKind.Typed, WriteDateTimeOffset, ReadDateTimeOffset),
        Value<TimeSpan>(MemberKind.Typed, static (w, v) => w.WriteInt64(v.Ticks), static r => new TimeSpan(r.ReadInt64())),
        Value<DateOnly>(MemberKind.Typed, static (w, v) => w.WriteInt32(v.DayNumber), static r => DateOnly.FromDayNumber(r.ReadInt32())),
        Value<TimeOnly>(MemberKind.Typed, static (w, v) => w.WriteInt64(v.Ticks), static r => new TimeOnly(r.ReadInt64())),
        Value<Half>(
            MemberKind.Typed,
            static (w, v) => w.WriteFixed16(BitConverter.HalfToUInt16Bits(v)),
            static r => BitConverter.UInt16BitsToHalf(r.ReadFixed16())),
        Value<BigInteger>(MemberKind.Typed, static (w, v) => WriteBlock(w, v.ToByteArray()), static r => new BigInteger(ReadBlock(r))),
        Value<JsonElement>(
            MemberKind.Typed,
            static (w, v) => w.WriteString(v.ValueKind == JsonValueKind.Undefined ? null : v.GetRawText()),
            static r => r.ReadString() is { } text ? ParseJson(text).RootElement : default),
    }.ToDictionary(slot => slot.GetType().GetGenericArguments()[0]);

    private static readonly Dictionary<Type, BodyCodec> Leaves = new()
    {
        [typeof(object)] = new PlainObjectCodec(),
        [typeof(string)] = Leaf<string>(static (w, v) => w.WriteString(v), static r => r.ReadText()),
        [typeof(Uri)] = Leaf<Uri>(static (w, v) => w.WriteString(v.OriginalString), static r => new Uri(r.ReadText(), UriKind.RelativeOrAbsolute)),
        [typeof(Version)] = Leaf<Version>(static (w, v) => w.WriteString(v.ToString()), static r => Version.Parse(r.ReadText())),
        [typeof(JsonDocument)] = Leaf<JsonDocument>(
            static (w, v) => w.WriteString(v.RootElement.GetRawText()), static r => ParseJson(r.ReadText())),
        [typeof(JsonNode)] = Leaf<JsonNode>(
            static (w, v) => w.WriteString(v.ToJsonString()),
            static r => JsonNode.Parse(r.ReadText(), null, Json) ?? throw Refused.Because("a JSON node is null")),
        [typeof(StringBuilder)] = Leaf<StringBuilder>(static (w, v) => w.WriteString(v.ToString()), static r => new StringBuilder(r.ReadText())),
        [typeof(CultureInfo)] = Leaf<CultureInfo>(static (w, v) => w.WriteString(v.Name), static r => CultureInfo.GetCultureInfo(r.ReadText())),
        [typeof(IPAddress)] = Leaf<IPAddress>(static (w, v) => w.WriteString(v.ToString()), static r => IPAddress.Parse(r.ReadText())),
        [typeof(IPEndPoint)] = Leaf<IPEndPoint>(static (w, v) => w.WriteString(v.ToString()), static r => IPEndPoint.Parse(r.ReadText())),
    };

    private static readonly Dictionary<Type, MethodInfo> CollectionMakers = MakersIn(typeof(Collections));

    private static readonly Dictionary<Type, MethodInfo> ValueTypeMakers = MakersIn(typeof(ValueTypes));

    public static uint TagOf(Type type) => Tags.GetValueOrDefault(type);

    public static Slot? SlotOf(CodecRegistry registry, Type type) => Values.TryGetValue(type, out var slot)
        ? slot
        : (Slot?)Close(ValueTypeMakers, registry, type);

    public static BodyCodec? BodyOf(CodecRegistry registry, Type type)
    {
        if (type == typeof(Type))
        {
            return new TypeCodec(registry);
        }

        return Leaves.TryGetValue(type, out var leaf) ? leaf : (BodyCodec?)Close(CollectionMakers, registry, type);
    }

    /// <summary>Tuples and pairs: by their fields, which no version of the framework will change.</summary>
    public static bool IsByFields(Type type) => type is { IsConstructedGenericType: true, Namespace: "System" or "System.Collections.Generic" }
        && TagOf(type.GetGenericTypeDefinition()) != 0;

    private static object? Close(Dictionary<Type, MethodInfo> makers, CodecRegistry registry, Type type) =>
        type.IsConstructedGenericType && makers.TryGetValue(type.GetGenericTypeDefinition(), out var maker)
            ? maker.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [registry], null)
            : null;

    private static Dictionary<Type, MethodInfo> MakersIn(Type holder)
    {
        var definitions = Tagged.Where(type => type.IsGenericTypeDefinition).ToLookup(type => type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]);
        return holder.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(maker => definitions[maker.Name].First(type => type.GetGenericArguments().Length == maker.GetGenericArguments().Length));
    }

    private static ValueSlot<T> Value<T>(MemberKind kind, Action<GraphWriter, T> write, Func<GraphReader, T> read)
        where T : struct => new(kind, write, read);

    private static LeafCodec<T> Leaf<T>(Action<GraphWriter, T> write, Func<GraphReader, T> read)
        where T : class => new(write, read);

    private static void WriteDecimal(GraphWriter writer, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        foreach (var part in bits)
        {
            writer.WriteUInt32((uint)part);
        }
    }

    private static decimal ReadDecimal(GraphReader reader) =>
        new([(int)reader.ReadUInt32(), (int)reader.ReadUInt32(), (int)reader.ReadUInt32(), (int)reader.ReadUInt32()]);

    // The kind travels with the ticks: a local time stays the same clock reading, as it does in a message within one process.
    private static DateTime ReadDateTime(GraphReader reader)
    {
        var bits = (ulong)reader.ReadFixed64();
        return new DateTime((long)(bits & (ulong.MaxValue >> 2)), (DateTimeKind)(bits >> 62));
    }

    private static void WriteDateTimeOffset(GraphWriter writer, DateTimeOffset value)
    {
        writer.WriteFixed64(value.Ticks);
        writer.WriteInt32((int)value.Offset.TotalMinutes);
    }

    private static DateTimeOffset ReadDateTimeOffset(GraphReader reader) =>
        new(reader.ReadFixed64(), TimeSpan.FromMinutes(reader.ReadInt32()));

    private static void WriteBlock(GraphWriter writer, byte[] bytes)
    {
        writer.WriteUInt32((uint)bytes.Length);
        writer.WriteBytes(bytes);
    }

    private static ReadOnlySpan<byte> ReadBlock(GraphReader reader) => reader.Take(reader.ReadCount());

    private static JsonDocument ParseJson(string text) => JsonDocument.Parse(text, Json);

    private sealed class PlainObjectCodec : BodyCodec
    {
        public override void Write(GraphWriter writer, object value)
        {
        }

        public override object Read(GraphReader reader, int reference) => new();
    }
}
