using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

public sealed class ValueRoundTripTests : GraphTest
{
    private enum Small : byte
    {
        A,
        B = 200,
    }

    private enum Wide : long
    {
        Low = long.MinValue,
        High = long.MaxValue,
    }

    public static TheoryData<object> Leaves() =>
    [
        true, (byte)200, (sbyte)-100, short.MinValue, ushort.MaxValue, int.MinValue, int.MaxValue, 0, uint.MaxValue, long.MinValue, ulong.MaxValue,
        'x', '\uD800', 1.5f, float.NaN, Math.PI, double.NegativeInfinity, decimal.MinValue, 0.1m, "", "text", "\u00e4\u4e2d\U0001F600", "lone \uDC00 half",
        new string('z', 5000), new string('\u00e9', 41), Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
        new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local), DateTime.MaxValue,
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-330)), TimeSpan.MinValue, TimeSpan.FromTicks(1),
        new DateOnly(2026, 11, 22), new TimeOnly(23, 59, 59), (Half)1.5, BigInteger.Pow(7, 300), new Uri("http://example.org/a?b=c"),
        new Uri("relative/path", UriKind.Relative), new Version(1, 2, 3), typeof(List<Dictionary<string, int[]>>), typeof(List<>),
        IPAddress.Parse("fe80::1%3"), IPAddress.Parse("10.0.0.1"), new IPEndPoint(IPAddress.Loopback, 4053), CultureInfo.InvariantCulture,
        Small.B, Wide.Low, Wide.High, DayOfWeek.Friday, new Complex(1, -2), new Range(1, ^2), (1, "two", 3.0), Tuple.Create(1, "two"),
        KeyValuePair.Create("k", 1), (1, 2, 3, 4, 5, 6, 7, 8, 9), (int?)5, Int128.MaxValue,
    ];

    [Theory]
    [MemberData(nameof(Leaves))]
    public void A_value_comes_back_as_it_went(object value)
    {
        var back = Trip(value);
        Assert.Equal(value, back);
        Assert.Equal(value.GetType(), back.GetType());
    }

    [Fact]
    public void A_date_keeps_its_kind() =>
        Assert.Equal(DateTimeKind.Local, Trip(new DateTime(5, DateTimeKind.Local)).Kind);

    [Fact]
    public void Types_that_the_framework_hides_come_back_as_their_public_base()
    {
        Assert.Equal(IPAddress.Loopback, Trip(IPAddress.Loopback));
        Assert.Equal(IPAddress.IPv6Loopback, Trip(IPAddress.IPv6Loopback));
    }

    [Fact]
    public void Null_is_null() => Assert.Null(Trip<object?>(null));

    public static TheoryData<object> Collections() =>
    [
        Array.Empty<int>(), new[] { 1, -2, 3 }, new byte[] { 1, 2, 255 }, new[] { "a", null, "c" }, new object?[] { 1, "two", null, 3.0 },
        new[] { true, false }, new[] { 1.5, double.MaxValue }, new DayOfWeek[] { DayOfWeek.Monday }, new int?[] { 1, null }, new[] { 'a', '\uD800' },
        new int[][] { [1], [2, 3], [] }, new decimal[] { 1.5m }, new List<string> { "x", "y" }, new List<int>(), new List<List<int>> { new() { 1 }, new() },
        new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }, new Dictionary<Guid, List<string>> { [Guid.Empty] = ["z"] },
        new HashSet<int> { 3, 1 }, new SortedSet<string> { "b", "a" }, new Queue<int>([1, 2]), new Stack<int>([1, 2]), new LinkedList<int>([1, 2]),
        new SortedDictionary<string, int> { ["b"] = 1, ["a"] = 2 }, new SortedList<int, string> { [2] = "b", [1] = "a" },
        new ConcurrentDictionary<int, int>([KeyValuePair.Create(1, 2)]), new ConcurrentQueue<int>([1, 2]), new ConcurrentStack<int>([1, 2]),
        new ConcurrentBag<int>([1, 2]), new ReadOnlyCollection<int>([1, 2]), new ReadOnlyDictionary<int, string>(new Dictionary<int, string> { [1] = "a" }),
        new Collection<int> { 1, 2 }, new ObservableCollection<int> { 1, 2 }, ImmutableArray.Create(1, 2), ImmutableList.Create("a", "b"),
        ImmutableHashSet.Create(1, 2), ImmutableDictionary<string, int>.Empty.Add("a", 1), ImmutableSortedSet.Create(2, 1),
        ImmutableSortedDictionary<int, string>.Empty.Add(1, "x"), ImmutableQueue.Create(1, 2), ImmutableStack.Create(1, 2),
        new ArraySegment<int>([1, 2, 3], 1, 2), Enumerable.Range(0, 20).Select(i => new string('a', i)).ToFrozenSet(),
    ];

    [Theory]
    [MemberData(nameof(Collections))]
    public void A_collection_comes_back_with_its_elements(object collection)
    {
        var back = Trip(collection);
        Assert.IsType(collection.GetType(), back);
        Assert.Equal(Ordered(collection), Ordered(back));

        static IEnumerable<object?> Ordered(object items) => items is IEnumerable<string> and System.Collections.Frozen.FrozenSet<string> frozen
            ? frozen.Order(StringComparer.Ordinal)
            : ((System.Collections.IEnumerable)items).Cast<object?>();
    }

    [Fact]
    public void Arrays_of_several_dimensions_keep_their_shape()
    {
        var grid = new int[2, 3] { { 1, 2, 3 }, { 4, 5, 6 } };
        Assert.Equal(grid, Trip(grid));
        var cube = new string?[1, 2, 2] { { { "a", null }, { "c", "d" } } };
        Assert.Equal(cube, Trip(cube));
    }

    [Fact]
    public void A_dictionary_keeps_its_comparer()
    {
        var back = Trip(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Key"] = 1 });
        Assert.Equal(1, back["KEY"]);
        Assert.Contains("ITEM", Trip(new HashSet<string>(["item"], StringComparer.OrdinalIgnoreCase)));
        Assert.Equal(1, Trip(ImmutableDictionary.Create<string, int>(StringComparer.OrdinalIgnoreCase).Add("Key", 1))["KEY"]);
    }

    [Fact]
    public void A_default_immutable_array_stays_default() => Assert.True(Trip(default(ImmutableArray<int>)).IsDefault);

    [Fact]
    public void Frozen_dictionaries_come_back_frozen()
    {
        var back = Trip(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }.ToFrozenDictionary());
        Assert.Equal(2, back["b"]);
        Assert.Equal(2, back.Count);
    }

    [Fact]
    public void Memory_comes_back_as_an_array_of_its_own()
    {
        Assert.Equal<byte>([2, 3], Trip<ReadOnlyMemory<byte>>(new byte[] { 1, 2, 3 }.AsMemory(1)).ToArray());
        Assert.Equal([2, 3], Trip<Memory<int>>(new[] { 1, 2, 3 }.AsMemory(1)).ToArray());
    }

    [Fact]
    public void Json_travels_as_its_text()
    {
        using var document = JsonDocument.Parse("""{"a":[1,2,{"b":null}]}""");
        Assert.Equal(document.RootElement.GetRawText(), Trip(document.RootElement).GetRawText());
        Assert.Equal(JsonValueKind.Undefined, Trip(default(JsonElement)).ValueKind);
        Assert.Equal("""{"a":1}""", Trip<JsonNode>(new JsonObject { ["a"] = 1 }).ToJsonString());
        Assert.Equal("[1]", Trip<object>(new JsonArray(1)).ToString()!.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_string_builder_keeps_its_text() => Assert.Equal("abc", Trip(new StringBuilder("abc")).ToString());

    [Fact]
    public void Sequences_that_nobody_can_name_travel_as_arrays()
    {
        IReadOnlyList<int> literal = [1, 2, 3];
        Assert.Equal(literal, Trip(literal));
        Assert.Equal([2, 4], Trip(Enumerable.Range(1, 2).Select(i => i * 2)));
        Assert.Equal(["a", "b"], Trip(Yielded()));

        static IEnumerable<string> Yielded()
        {
            yield return "a";
            yield return "b";
        }
    }
}
