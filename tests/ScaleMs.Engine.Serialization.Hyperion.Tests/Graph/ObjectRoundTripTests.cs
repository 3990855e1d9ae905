using System.Runtime.Serialization;

namespace ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

public sealed class ObjectRoundTripTests : GraphTest
{
    [Fact]
    public void A_record_is_equal_to_what_comes_back()
    {
        var order = new Order(7, "seven", new Money(12.5m, "EUR"), State.Sent, null, [1, 2], Guid.NewGuid(), -3);
        var back = Trip(order);
        Assert.Equal(order with { Items = back.Items }, back);
        Assert.Equal(order.Items, back.Items);
    }

    [Fact]
    public void Init_only_and_private_members_are_kept()
    {
        var account = new Account("secret") { Owner = "me", Extra = { ["k"] = 1 } };
        account.Deposit(5);
        var back = Trip(account);
        Assert.Equal("secret:me:5:1", back.Describe());
    }

    [Fact]
    public void Fields_of_the_same_name_in_base_and_derived_class_are_two()
    {
        var back = Trip(new Derived("upper", "lower"));
        Assert.Equal("upper", back.Upper);
        Assert.Equal("lower", back.Lower);
    }

    [Fact]
    public void Members_of_base_and_interface_types_keep_the_type_of_their_objects()
    {
        var drawing = new Drawing([new Circle(1.5), new Square(2), null], new Circle(3), new List<IShape> { new Square(4) });
        var back = Trip(drawing);
        Assert.Equal([new Circle(1.5), new Square(2), null], back.Shapes);
        Assert.Equal(new Circle(3), back.Any);
        Assert.Equal([new Square(4)], Assert.IsType<List<IShape>>(back.More));
    }

    [Fact]
    public void Generic_nested_and_anonymous_types_are_kept()
    {
        Assert.Equal(new Pair<int, Pair<string, State>>(1, new Pair<string, State>("a", State.Sent)), Trip(new Pair<int, Pair<string, State>>(1, new Pair<string, State>("a", State.Sent))));
        Assert.Equal(new Holder<int>.Inner<string>(1, "x"), Trip(new Holder<int>.Inner<string>(1, "x")));
        var anonymous = new { Name = "n", Count = 3 };
        Assert.Equal(anonymous, Trip(anonymous));
    }

    [Fact]
    public void Structures_are_kept_boxed_nullable_and_in_arrays()
    {
        var point = new Point(1, -2) { Tag = "t" };
        Assert.Equal(point, Trip(point));
        Assert.Equal(point, Trip<object>(point));
        Assert.Equal([point, null], Trip(new Point?[] { point, null }));
        Assert.Equal([default(Empty), default], Trip(new Empty[2]));
    }

    [Fact]
    public void Shared_objects_stay_shared()
    {
        var shared = new Node("s");
        var back = Trip(new[] { shared, shared, new Node("t") { Next = shared } });
        Assert.Same(back[0], back[1]);
        Assert.Same(back[0], back[2].Next);
    }

    [Fact]
    public void More_shared_objects_than_a_short_list_stay_shared()
    {
        var nodes = Enumerable.Range(0, 300).Select(i => new Node($"{i}")).ToArray();
        var back = Trip(new[] { nodes, [.. nodes.Reverse()] });
        for (var i = 0; i < 300; i++)
        {
            Assert.Same(back[0][i], back[1][299 - i]);
            Assert.Equal($"{i}", back[0][i].Name);
        }
    }

    [Fact]
    public void Cycles_close_again()
    {
        var node = new Node("self");
        node.Next = node;
        var back = Trip(node);
        Assert.Same(back, back.Next);

        var list = new List<object>();
        list.Add(list);
        var listBack = Trip(list);
        Assert.Same(listBack, listBack[0]);

        var array = new object[1];
        array[0] = new Dictionary<string, object> { ["up"] = array };
        var arrayBack = Trip(array);
        Assert.Same(arrayBack, ((Dictionary<string, object>)arrayBack[0])["up"]);
    }

    [Fact]
    public void Without_references_shared_objects_are_copied_and_cycles_are_refused()
    {
        var shared = new Node("s");
        var back = Trip(new[] { shared, shared }, references: false);
        Assert.NotSame(back[0], back[1]);
        shared.Next = shared;
        var error = Assert.Throws<SerializationException>(() => Bytes(shared, references: false));
        Assert.Contains("preserve-object-references", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_that_is_too_deep_is_refused_when_it_is_written()
    {
        var head = new Node("0");
        for (var i = 0; i < 5000; i++)
        {
            head = new Node($"{i}") { Next = head };
        }

        var error = Assert.Throws<SerializationException>(() => Bytes(head));
        Assert.Contains("deep", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Node), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Delegates_are_refused_by_name_and_unset_events_are_not()
    {
        Assert.Contains("System.Action", Assert.Throws<SerializationException>(() => Bytes(new Noisy { Callback = () => { } })).Message, StringComparison.Ordinal);
        Assert.Null(Trip(new Noisy()).Callback);
    }

    [Fact]
    public void What_belongs_to_a_process_is_refused_by_name()
    {
        Assert.Contains("FileInfo", Assert.Throws<SerializationException>(() => Bytes(new FileInfo("x"))).Message, StringComparison.Ordinal);
        Assert.Contains("Thread", Assert.Throws<SerializationException>(() => Bytes(new object[] { Thread.CurrentThread })).Message, StringComparison.Ordinal);
        Assert.Contains("CancellationToken", Assert.Throws<SerializationException>(() => Bytes(new Cancel(CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Contains(nameof(OwnStream), Assert.Throws<SerializationException>(() => Bytes(new OwnStream())).Message, StringComparison.Ordinal);
        Assert.Contains("IntPtr", Assert.Throws<SerializationException>(() => Bytes(new Handle(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_marked_as_not_serialized_stay_behind()
    {
        var back = Trip(new Cached("k") { Cache = "c" });
        Assert.Equal("k", back.Key);
        Assert.Null(back.Cache);
    }

    [Fact]
    public void A_class_on_top_of_a_collection_keeps_elements_and_fields()
    {
        var named = new NamedList("n") { 1, 2 };
        var back = Trip(named);
        Assert.Equal("n", back.Name);
        Assert.Equal([1, 2], back);
        Assert.Equal(3, Trip(new Settings { ["a"] = 3 })["a"]);
    }

    [Fact]
    public void A_failed_write_leaves_nothing_behind()
    {
        var serializer = Make();
        Assert.Throws<SerializationException>(() => serializer.Serialize(new object[] { new Node("n"), new Noisy { Callback = () => { } } }));
        Assert.Equal("ok", ((Node)serializer.Deserialize(serializer.Serialize(new Node("ok")))!).Name);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Each_combination_of_settings_reads_what_any_other_wrote(bool references, bool tolerant)
    {
        var bytes = Bytes(new Drawing([new Circle(1)], new Square(2), new List<IShape>()), null, references, tolerant);
        Assert.Equal(new Square(2), ((Drawing)Make(null, !references, !tolerant).Deserialize(bytes)!).Any);
    }
}

public enum State
{
    New,
    Sent,
}

public sealed record Money(decimal Amount, string Currency);

public sealed record Order(int Id, string Name, Money Price, State State, string? Note, IReadOnlyList<int> Items, Guid Key, long? Delta);

public sealed class Account(string password)
{
    private readonly string _password = password;
    private int _balance;

    public string? Owner { get; init; }

    public Dictionary<string, int> Extra { get; } = [];

    public void Deposit(int amount) => _balance += amount;

    public string Describe() => $"{_password}:{Owner}:{_balance}:{Extra["k"]}";
}

public class BaseWithField(string value)
{
    private readonly string _value = value;

    public string Lower => _value;
}

public sealed class Derived(string upper, string lower) : BaseWithField(lower)
{
    private readonly string _value = upper;

    public string Upper => _value;
}

public interface IShape;

public sealed record Circle(double Radius) : IShape;

public record Square(int Side) : IShape;

public sealed record Drawing(IShape?[] Shapes, object Any, IReadOnlyList<IShape> More);

public sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

public static class Holder<T>
{
    public sealed record Inner<TOther>(T Value, TOther Other);
}

public readonly record struct Point(int X, int Y)
{
    public string? Tag { get; init; }
}

public readonly record struct Empty;

public sealed class Node(string name)
{
    public string Name { get; } = name;

    public Node? Next { get; set; }
}

public sealed class Noisy
{
    public Action? Callback { get; set; }
}

public sealed record Cancel(CancellationToken Token);

public sealed class OwnStream : MemoryStream;

public sealed record Handle(nint Value);

public sealed class Cached(string key)
{
    [NonSerialized]
    private string? _cache;

    public string Key { get; } = key;

    public string? Cache
    {
        get => _cache;
        set => _cache = value;
    }
}

public sealed class NamedList(string name) : List<int>
{
    public NamedList()
        : this("none")
    {
    }

    public string Name { get; } = name;
}

public sealed class Settings : Dictionary<string, int>;
