using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Worker.Executors.Functions;

namespace ScaleMs.Actors.Tests.Values;

/// <summary>A function's return value arrives unchanged at the next function, or the task fails and names the type and member.</summary>
public sealed class ValueTravelTests
{
    /// <summary>Expected refusals of generated values.</summary>
    private static readonly List<string> Refusals = ["half of a surrogate pair", "its bounds would be lost"];

    public static TheoryData<object> Values => [.. Samples()];

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void A_value_arrives_as_it_was(object value) => AssertArrives(value);

    [Fact]
    public void Generated_values_arrive_as_they_were()
    {
        ForAll<(int, string, double)>();
        ForAll<(long, (byte, char)?, bool[])>();
        ForAll<Tuple<int, string>>();
        ForAll<(int, int, int, int, int, int, int, int, int)>();
        ForAll<Dictionary<int, string[]>>();
        ForAll<Dictionary<Guid, double?>>();
        ForAll<Dictionary<Phase, List<short>>>();
        ForAll<KeyValuePair<string, uint>[]>();
        ForAll<DateTimeOffset>();
        ForAll<DateTime>();
        ForAll<TimeSpan?>();
        ForAll<Guid[]>();
        ForAll<byte[]>();
        ForAll<sbyte[]>();
        ForAll<decimal[]>();
        ForAll<float>();
        ForAll<double>();
        ForAll<ulong>();
        ForAll<BigInteger>();
        ForAll<int[,]>();
        ForAll<Atom>();
        ForAll<Cell[]>();
        Check(ArbMap.Default.GeneratorFor<ulong>().Two().Select(static pair => new UInt128(pair.Item1, pair.Item2)));
        Check(ArbMap.Default.GeneratorFor<ulong>().Two().Select(static pair => new Int128(pair.Item1, pair.Item2)));
        Check(ArbMap.Default.GeneratorFor<short>().Select(BitConverter.Int16BitsToHalf));
        Check(ArbMap.Default.GeneratorFor<double>().Two().Select(static pair => new Complex(pair.Item1, pair.Item2)));
        Check(ArbMap.Default.GeneratorFor<float>().Three().Select(static place => new Vector3(place.Item1, place.Item2, place.Item3)));
        Check(ArbMap.Default.GeneratorFor<int>().Select(static count => new GetOnly(count, TimeSpan.FromTicks(count))));
        Check(ArbMap.Default.GeneratorFor<int>().Select(static count => new ReadOnlyFields(count, (Half)count)));
        Check(ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static name => new WithFields { Count = 1, Name = Text(name.Get), Place = Vector3.UnitY }));
    }

    [Fact]
    public void A_class_with_private_setters_arrives_whole()
    {
        var value = PrivateSetters.Of("box", [new Cell(1, 2, null), new Cell(3, 4, new Atom("Ar", 39.95, Phase.Liquid))]);
        var back = Assert.IsType<PrivateSetters>(Arrived(value));
        Assert.Equal(("box", 4.0), (back.Name, back.Mass));
        Assert.Equal(value.Cells, back.Cells);
        Assert.Equal(7, Assert.IsType<NoSetters>(Arrived(new NoSetters(7))).Count);
    }

    [Fact]
    public void A_type_that_names_those_that_derive_from_it_arrives_as_the_one_that_it_was() =>
        Assert.Equal(2, Assert.IsType<Square>(Assert.Single((Figure[])Arrived(new Figure[] { new Square { Side = 2 } })!)).Side);

    [Theory]
    [MemberData(nameof(Untravelled), DisableDiscoveryEnumeration = true)]
    public void What_cannot_arrive_as_it_was_is_an_error_that_names_type_and_member(object value, Type takenAs, string[] named)
    {
        var encoded = ResultEncoding.TryEncode(value, out var reason);
        if (reason is null)
        {
            Assert.False(ArgumentConversion.TryConvert(encoded!.Value, takenAs, out _, out _, out reason));
        }

        Assert.All(named, name => Assert.Contains(name, reason, StringComparison.Ordinal));
    }

    public static TheoryData<object, Type, string[]> Untravelled => new()
    {
        { new Hidden().Add(3), typeof(Hidden), ["Hidden", "'Mean'", "3"] },
        { new Closed(), typeof(Closed), ["Closed", "no public member"] },
        { new Drawing(new Circle { Name = "c", Radius = 2 }), typeof(Drawing), ["Circle", "Shape"] },
        { new NamedList { Name = "n" }, typeof(NamedList), ["NamedList", "'Name'"] },
        { new Stack<int>([1, 2]), typeof(Stack<int>), ["Stack", "reverse"] },
        { new[] { 1, 2 }.GroupBy(static i => i % 2).ToArray(), typeof(object), ["Grouping", "key"] },
        { new Atom("Ar", 1, Phase.Gas), typeof(Shape), ["Shape", "Element"] },
        { "\ud800", typeof(string), ["U+D800"] },
        { '\udc00', typeof(char), ["U+DC00"] },
        { new Dictionary<Atom, int> { [new Atom("Ar", 1, Phase.Gas)] = 1 }, typeof(Dictionary<Atom, int>), ["Atom"] },
        { new int[0, 3], typeof(int[,]), ["[,]"] },
        { (Action)(static () => { }), typeof(Action), ["Action"] },
    };

    private static IEnumerable<object> Samples()
    {
        yield return (1, "two", 3.5);
        yield return Tuple.Create(1, Tuple.Create("two"));
        yield return new WithFields { Count = 1, Name = "n", Place = new Vector3(1, 2, 3) };
        yield return new ReadOnlyFields(7, (Half)0.5);
        yield return new GetOnly(7, TimeSpan.FromSeconds(1));
        yield return new Complex(1.5, -2);
        yield return new Complex(double.NaN, double.NegativeInfinity);
        yield return new Vector3(1, 2, float.PositiveInfinity);
        yield return Quaternion.Identity;
        yield return Matrix4x4.CreateRotationX(1);
        yield return new { Energy = 1.5, Step = 3 };
        yield return new Cell(1, 2, new Atom("Ar", 39.95, Phase.Gas));
        yield return Axes.X | Axes.Y;
        yield return (Phase)99;
        yield return BigInteger.Pow(3, 200);
        yield return Int128.MinValue;
        yield return UInt128.MaxValue;
        yield return Half.Epsilon;
        yield return decimal.MaxValue;
        yield return 1.10m;
        yield return double.NaN;
        yield return double.PositiveInfinity;
        yield return -0.0;
        yield return double.Epsilon;
        yield return new DateTimeOffset(2026, 11, 26, 1, 2, 3, TimeSpan.FromHours(-9));
        yield return new DateOnly(2026, 11, 26);
        yield return new TimeOnly(23, 59, 59, 999);
        yield return TimeSpan.MinValue;
        yield return Guid.NewGuid();
        yield return new byte[] { 0, 255, 128 };
        yield return new ReadOnlyMemory<byte>([1, 2, 3]);
        yield return new[,] { { 1.5, 2 }, { 3, double.NaN } };
        yield return new int[2, 3, 0];
        yield return new int[][] { [1], [], [2, 3] };
        yield return new Dictionary<Guid, int> { [Guid.Empty] = 1 };
        yield return new SortedDictionary<DateOnly, string> { [DateOnly.MinValue] = "x" };
        yield return ImmutableArray.Create<int?>(1, null);
        yield return new HashSet<string> { "a", "b" };
        yield return new LinkedList<int>([1, 2]);
        yield return new Queue<int>([1, 2]);
        yield return 'x';
        yield return "𝄞 and \0";
        yield return new Version(1, 2, 3);
        yield return new Uri("https://example.org/a?b=c");
    }

    private static void ForAll<T>() => Check(ArbMap.Default.GeneratorFor<T>());

    private static void Check<T>(Gen<T> values) => Prop.ForAll(values.ToArbitrary(), static value => AssertArrives(value)).QuickCheckThrowOnFailure();

    private static void AssertArrives(object? value)
    {
        if (value is null)
        {
            return;
        }

        _ = ResultEncoding.TryEncode(value, out var problem);
        if (problem is not null && Refusals.Exists(refusal => problem.Contains(refusal, StringComparison.Ordinal)))
        {
            return;
        }

        var arrived = Arrived(value);
        if (value is ReadOnlyMemory<byte> memory)
        {
            Assert.Equal(memory.ToArray(), ((ReadOnlyMemory<byte>)arrived!).ToArray());
        }
        else
        {
            Assert.Equal(value, arrived);
        }
    }

    private static object? Arrived(object value)
    {
        var json = ResultEncoding.TryEncode(value, out var reason);
        Assert.True(reason is null, reason);
        using var sent = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(json));
        Assert.True(ArgumentConversion.TryConvert(sent.RootElement, value.GetType(), out var arrived, out _, out reason), reason);
        return arrived;
    }

    private static string Text(string any) => new([.. any.Where(static c => !char.IsSurrogate(c))]);
}
